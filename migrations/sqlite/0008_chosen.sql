-- Questions after which an answer was chosen, among several or in place of one that had not helped: one in twenty, and
-- looked for over months.
DROP INDEX question_choice;
CREATE INDEX question_chosen ON question (visit_at) WHERE chosen_id IS NOT NULL;
