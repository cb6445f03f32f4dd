-- An organisation has one legal representative: whoever was entered before ends as the next is entered.
CREATE UNIQUE INDEX delegation_one_head ON delegation (account_id)
    WHERE capacity = 'legal_representative' AND ended_us IS NULL;
