-- Numbers that a court's own case system gave: in the same table, so that none is ever given again
-- here. A series goes on behind the highest of them; what lies below it and was not given here is no gap.
ALTER TABLE number_issued ADD COLUMN outside FLAG NOT NULL DEFAULT 0;
ALTER TABLE number_series ADD COLUMN passed INT NOT NULL DEFAULT 0;
