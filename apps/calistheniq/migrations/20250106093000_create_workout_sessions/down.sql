drop table exercise_set_logs;
drop table session_exercises;
drop table workout_sessions;
drop type session_type;
drop type session_status;
