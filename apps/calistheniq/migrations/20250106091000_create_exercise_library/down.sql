drop table exercises;
drop table exercise_categories;
drop table workout_levels;
drop function sets_are_valid(jsonb, integer);
drop type exercise_metric;
drop domain tempo;
