drop table users;
drop function touch_updated_at();
