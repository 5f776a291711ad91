-- What version 0.1.0 had stored for two learners, on its own schema (migration 0001).
-- Ada's session token is "ada-0123456789-ada-0123456789-ada-012345678",
-- Grace's "grace-0123456789-grace-0123456789-grace-012",
-- and Ada's link for a new password holds "link-0123456789-link-0123456789-link-012345".
INSERT INTO user_account (id, username, username_folded, email, email_folded, password_hash, is_admin, created_at, password_changed_at) VALUES
(1, 'Ada', 'ada', 'Ada@Example.org', 'ada@example.org', '$argon2id$v=19$m=64,t=1,p=4$TZyEwiqnrdv5TgNHgs8h+g$b74MfY3zePi82TfgViNy7O3VuhzctGBw2PSzvCOFi9Y', false, '2026-11-01 08:00:00.000000', '2026-11-02 09:30:00.123456'),
(7, 'grace', 'grace', 'grace@example.org', 'grace@example.org', '$argon2id$v=19$m=64,t=1,p=4$bUQ+nhkMq1c9CbtGQ43Krw$rRgyPG+QaQ0Vt07babCVuGi4xS5eXtLEqYasHBNFMXQ', true, '2026-11-03 10:00:00.000000', '2026-11-03 10:00:00.000000');
INSERT INTO user_session (id, user_id, token_hash, created_at, last_seen_at, expires_at, remember, user_agent) VALUES
(1, 1, 'ebc896aaa306bb119f57a96d26408f42c309b2bac1db5e0fa402379680cbe920', '2026-11-20 08:00:00.000000', '2126-11-25 08:00:00.000000', '2127-02-18 08:00:00.000000', true, 'Mozilla/5.0 Firefox/140.0'),
(2, 7, '7b137de8d02b9ee2e818e4b7f4b9c57689b26f1216ddd44cb15682bab8de5822', '2026-11-21 08:00:00.000000', '2126-11-25 08:00:00.000000', '2127-02-18 08:00:00.000000', false, '');
INSERT INTO password_reset (token_hash, user_id, expires_at) VALUES
('f580bb5bafe16fca52f6f45828470a372f280ff980f75c9194bb79086cb00adb', 1, '2026-11-26 09:00:00.000000');
INSERT INTO sign_in_try (id, key, at) VALUES
(1, '5ace7890cf57eeda111fd1d4345339bccb9eb64d3ae028b275d0a1b9b85b42f9', '2026-11-26 08:00:00.000000'),
(2, '692f1c5fd14be0df495b408220bea452a177620b10b270a6227a4175078d2f16', '2026-11-26 08:00:00.000000');
INSERT INTO topic_mark (user_id, roadmap, topic_id, status, marked_at) VALUES
(1, 'alpha', 'main-one-000000000001', 'done', '2026-11-22 08:00:00.000000'),
(1, 'beta', 'b', 'skipped', '2026-11-22 09:00:00.000000'),
(7, 'alpha', 'main-one-000000000001', 'learning', '2026-11-22 10:00:00.000000');
INSERT INTO progress_act (id, user_id, key, kind, at, undone_by) VALUES
('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 'key-of-the-browser', 'mark', '2026-11-22 08:00:00.000000', NULL),
('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 1, NULL, 'mark', '2026-11-22 09:00:00.000000', 'dddddddddddddddddddddddddddddddd'),
('cccccccccccccccccccccccccccccccc', 7, NULL, 'mark', '2026-11-22 10:00:00.000000', NULL),
('dddddddddddddddddddddddddddddddd', 1, NULL, 'undo', '2026-11-22 11:00:00.000000', NULL);
INSERT INTO progress_event (id, user_id, act_id, roadmap, topic_id, "before", "after", at) VALUES
(1, 1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'alpha', 'main-one-000000000001', 'pending', 'done', '2026-11-22 08:00:00.000000'),
(2, 1, 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'beta', 'b', 'pending', 'done', '2026-11-22 09:00:00.000000'),
(3, 7, 'cccccccccccccccccccccccccccccccc', 'alpha', 'main-one-000000000001', 'pending', 'learning', '2026-11-22 10:00:00.000000'),
(4, 1, 'dddddddddddddddddddddddddddddddd', 'beta', 'b', 'done', 'skipped', '2026-11-22 11:00:00.000000');
