-- Dice without state: the same seed, name and numbers give the same draw, in whatever order rows are made.
-- hash() alone only exchanges bits between draws of different names; hashing once more mixes them.
CREATE MACRO bits(name, id) AS hash(hash(seed(), name, id)),
             (name, id, other) AS hash(hash(seed(), name, id, other));
CREATE MACRO u(name, id) AS (bits(name, id) >> 11) * 1.1102230246251565e-16,
             (name, id, other) AS (bits(name, id, other) >> 11) * 1.1102230246251565e-16;
CREATE MACRO pick(name, id, low, high) AS (low + floor(u(name, id) * (high - low + 1)))::INTEGER,
             (name, id, other, low, high) AS (low + floor(u(name, id, other) * (high - low + 1)))::INTEGER;

-- Yes for a set share of the places 1, 2, 3 ..., spread evenly, so that a planted rate shows in few rows too.
CREATE MACRO steady(place, share) AS floor(place * share + 0.5) > floor((place - 1) * share + 0.5);

CREATE MACRO at_work(day, name, id) AS day::TIMESTAMP + to_seconds(pick(name, id, 7 * 3600, 18 * 3600)::BIGINT),
             (day, name, id, other) AS day::TIMESTAMP + to_seconds(pick(name, id, other, 7 * 3600,
                 18 * 3600)::BIGINT);
CREATE MACRO known(moment) AS CASE WHEN moment < ends_on() + INTERVAL 1 DAY THEN moment END;
CREATE MACRO reached(day) AS CASE WHEN day <= ends_on() THEN day END;
