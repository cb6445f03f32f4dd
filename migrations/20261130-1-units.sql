-- Units of the grass roots (基层治理单位): people's tribunals, townships, villages, communities, grids and
-- the offices beside them, and who serves there. Brought in as a table, like courts; a unit that is gone
-- from a file stays, since old leads name it.
CREATE TABLE base_unit (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, parent_code TEXT,
    court TEXT NOT NULL, households INT NOT NULL, residents INT NOT NULL,
    tile_column INT NOT NULL, tile_row INT NOT NULL
);
CREATE INDEX base_unit_by_court ON base_unit (court, code);
CREATE INDEX base_unit_by_parent ON base_unit (parent_code);

-- Each serves by an account and as the person of it: what they may see, they see as participants.
CREATE TABLE unit_member (
    id ID, unit_code TEXT NOT NULL, account_id INT NOT NULL, person_id INT NOT NULL,
    name TEXT NOT NULL, duty TEXT NOT NULL, from_us INSTANT NOT NULL, ended_us INSTANT
);
CREATE UNIQUE INDEX unit_member_once ON unit_member (unit_code, account_id, duty) WHERE ended_us IS NULL;
CREATE INDEX unit_member_by_account ON unit_member (account_id) WHERE ended_us IS NULL;
