drop table idempotency_keys;
drop table user_tokens;
drop table users;
drop type user_role;
drop function touch_updated_at();
