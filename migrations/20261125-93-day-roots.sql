-- One root a court day over all heads signed for it, published and stamped by an outside authority.
ALTER TABLE signed_head ADD COLUMN day INT NOT NULL DEFAULT 0;
UPDATE signed_head SET day = (signed_us + 28800000000) / 86400000000;
CREATE INDEX signed_head_by_day ON signed_head (day, block_id);
CREATE TABLE day_root (
    day INT PRIMARY KEY, head_count INT NOT NULL, root TEXT NOT NULL, closed_us INSTANT NOT NULL,
    stamp TEXT, stamped_us INSTANT
);
CREATE INDEX day_root_unstamped ON day_root (day) WHERE stamp IS NULL;
