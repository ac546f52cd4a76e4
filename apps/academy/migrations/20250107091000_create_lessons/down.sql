drop table lesson_prerequisites;
drop table lessons;
drop type difficulty;
