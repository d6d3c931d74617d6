-- Questions after which one of several answers was chosen: one in twenty, and looked for over months.
CREATE INDEX question_choice ON question (visit_at) WHERE verdict = 'choices' AND chosen_id IS NOT NULL;
