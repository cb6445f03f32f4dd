-- How the competent court answered what a helping court passed on (跨域立案): one row a push. For the statistics by pair of courts;
-- the matter itself holds the same, with its events.
CREATE TABLE cross_answer (
    matter_id INT NOT NULL, round INT NOT NULL, helping_court TEXT NOT NULL, competent_court TEXT NOT NULL, kind TEXT NOT NULL,
    answer TEXT NOT NULL, minutes INT NOT NULL, in_time INT NOT NULL, answered_us INSTANT NOT NULL,
    PRIMARY KEY (matter_id, round)
);
CREATE INDEX cross_answer_helping ON cross_answer (helping_court, answered_us);
CREATE INDEX cross_answer_competent ON cross_answer (competent_court, answered_us);
