-- Ids as vendors write them, and what is billed: in whole cents a seat where that comes out even, else as one piece.
CREATE MACRO sf(prefix, id) AS prefix || lpad(replace(replace(id, '-', ''), '_', ''), 15, '0');
CREATE MACRO cus(id) AS 'cus_' || replace(id, '-', '');
CREATE MACRO org(id) AS 360000000 + substr(id, 3)::BIGINT;
CREATE TABLE bills AS
SELECT s.*, a.segment = 'enterprise' AS yearly,
       CASE WHEN (mrr * 100)::BIGINT % quantity::BIGINT = 0 THEN quantity::BIGINT ELSE 1 END AS billed,
           ((mrr * 100)::BIGINT // billed) AS each_cents
FROM written.subscriptions s JOIN written.accounts a USING (account_id) WHERE s.kind = 'recurring';
