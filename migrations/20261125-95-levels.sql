-- How closed a dispute is (0 ordinary, 1 closed, 2 secret), and up to which level an account of the
-- staff may see by its grants.
ALTER TABLE dispute ADD COLUMN level INT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN clearance INT NOT NULL DEFAULT 0;
