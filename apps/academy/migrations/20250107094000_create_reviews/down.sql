drop table review_cards;
drop table review_log;
