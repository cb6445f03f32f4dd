-- Lawyers' licences as the justice authority tells them: the newest word on each. firm_index: blind index of the firm's
-- credit code; holder_index: of the holder's identity number, which is not kept; seat_index: of the number itself.
CREATE TABLE lawyer_licence (
    number TEXT PRIMARY KEY, name TEXT NOT NULL, holder_index TEXT NOT NULL, firm TEXT NOT NULL,
    firm_index TEXT NOT NULL, seat_index TEXT NOT NULL, state TEXT NOT NULL, until_day DAY NOT NULL, changed_us INSTANT NOT NULL,
    told_us INSTANT NOT NULL
);
CREATE INDEX lawyer_licence_by_firm ON lawyer_licence (firm_index, number);
-- The seat of a licence: an account nobody signs in with. Whoever is its lawyer acts by a delegation of it.
CREATE UNIQUE INDEX account_of_licence ON account (person_id) WHERE kind = 'lawyer';
CREATE UNIQUE INDEX delegation_one_lawyer ON delegation (account_id) WHERE capacity = 'lawyer' AND ended_us IS NULL;
