drop table daily_workout_summary;
drop function week_start_of(date, integer);
