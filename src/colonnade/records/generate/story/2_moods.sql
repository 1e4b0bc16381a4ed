-- How an account fares in a month, told from its number and the month alone.
-- Use: one turn of nine months in two and a half begins with use sinking for three to five months; it recovers.
CREATE MACRO use_phase(account) AS pick('use phase', account, 36, 44);
CREATE MACRO use_turn(account, month) AS (month + use_phase(account)) // 9;
CREATE MACRO use_place(account, month) AS (month + use_phase(account)) % 9;
CREATE MACRO sinks(account, month) AS u('sinks', account, use_turn(account, month)) < 0.4;
CREATE MACRO sinks_for(account, month) AS pick('sinks for', account, use_turn(account, month), 3, 5);
CREATE MACRO level(account, month) AS (0.96 + 0.08 * u('level', account, month)) * CASE
    WHEN NOT sinks(account, month) THEN 1
    WHEN use_place(account, month) < sinks_for(account, month) THEN pow(0.72, use_place(account, month) + 1)
    ELSE 1 - (1 - pow(0.72, sinks_for(account, month)))
             * pow(0.55, use_place(account, month) - sinks_for(account, month) + 1)
    END;

-- Support: one turn of six months in four begins with two or three months of slow support.
CREATE MACRO help_phase(account) AS pick('help phase', account, 36, 41);
CREATE MACRO help_turn(account, month) AS (month + help_phase(account)) // 6;
CREATE MACRO help_place(account, month) AS (month + help_phase(account)) % 6;
CREATE MACRO has_slow_turn(account, month) AS u('slow', account, help_turn(account, month)) < 0.24;
CREATE MACRO is_slow(account, month) AS has_slow_turn(account, month)
    AND help_place(account, month) < pick('slow for', account, help_turn(account, month), 2, 3);

-- Plays: run for two alerts in three, completed in time for two in five of these; they help for four months.
CREATE MACRO is_run(reason, account, month) AS u('is run', account, hash(reason, month)) < 0.65;
CREATE MACRO is_on_time(reason, account, month) AS u('on time', account, hash(reason, month)) < 0.42;
CREATE MACRO helps(reason, account, month) AS is_run(reason, account, month)
    AND is_on_time(reason, account, month);
CREATE MACRO is_helped(account, month) AS
    (sinks(account, month) AND use_place(account, month) BETWEEN 1 AND 4
        AND helps('usage_drop', account, month - use_place(account, month) + 1))
    OR (has_slow_turn(account, month) AND help_place(account, month) BETWEEN 0 AND 3
        AND helps('slow_support', account, month - help_place(account, month)));
