drop table user_exercise_configs;
drop table user_current_levels;
