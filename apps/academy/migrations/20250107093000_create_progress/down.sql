drop table attempt_answers;
drop table quiz_attempts;
drop type attempt_status;
drop table user_progress;
drop type progress_status;
