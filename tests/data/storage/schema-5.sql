PRAGMA application_id = 1330531417;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_version (
    version INTEGER NOT NULL PRIMARY KEY,
    level INTEGER NOT NULL,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL
);
INSERT INTO schema_version VALUES(1,1,'house',1795955231704);
INSERT INTO schema_version VALUES(2,1,'storms',1795964323662);
INSERT INTO schema_version VALUES(3,1,'alerts',1795972654798);
INSERT INTO schema_version VALUES(4,1,'watch',1795996423882);
INSERT INTO schema_version VALUES(5,1,'desk',1796009269746);
CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO meta VALUES('uuid','9a488bc4-5a30-4186-89dc-b25331d23dca');
INSERT INTO meta VALUES('place','79bc8a507aef4e10bfe2f7da1ca841fcfa8e9d6765d731a97c5919ad32cda638');
INSERT INTO meta VALUES('generation','14');
INSERT INTO meta VALUES('delivery_held','This database was copied, moved or restored since it last delivered.');
CREATE TABLE follow_cursor (follower TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL);
INSERT INTO follow_cursor VALUES('grouping',4);
INSERT INTO follow_cursor VALUES('inbox ends',4);
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor_id INTEGER,
    entity TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT,
    reason TEXT NOT NULL
);
INSERT INTO audit VALUES(1,1795955231753,3,'person',1,'row',NULL,'Ada Example <ada@example.org>   on-call=1 active=1','');
INSERT INTO audit VALUES(2,1795955232120,3,'incident',1,'acknowledgedAt',NULL,'2026-11-29T12:27:12.120Z','');
INSERT INTO audit VALUES(3,1795955232293,3,'incident',1,'status','triage','identified','');
INSERT INTO audit VALUES(4,1795955232490,3,'postmortem',1,'status',NULL,'draft','');
INSERT INTO audit VALUES(5,1795955232490,3,'why',1,'body',NULL,'The setting was wrong','');
INSERT INTO audit VALUES(6,1795955232490,3,'why',1,'root','','process','');
INSERT INTO audit VALUES(7,1795955232592,3,'countermeasure',1,'why',NULL,'1','');
INSERT INTO audit VALUES(8,1795955232592,3,'countermeasure',1,'body',NULL,'Check settings','');
INSERT INTO audit VALUES(9,1795955232592,3,'countermeasure',1,'owner',NULL,'1','');
INSERT INTO audit VALUES(10,1795955232592,3,'countermeasure',1,'due_on',NULL,'2027-01-15','');
INSERT INTO audit VALUES(11,1795955232592,3,'countermeasure',1,'kind',NULL,'prevent','');
INSERT INTO audit VALUES(12,1795955232592,3,'countermeasure',1,'effect_check',NULL,'A wrong one is refused','');
INSERT INTO audit VALUES(13,1795955232592,3,'countermeasure',1,'visibility',NULL,'internal','');
INSERT INTO audit VALUES(14,1795964323666,NULL,'delivery',0,'held',NULL,'This database was copied, moved or restored since it last delivered.','');
INSERT INTO audit VALUES(15,1795964323674,6,'person',2,'row',NULL,'Grace Example <grace@example.org>   on-call=0 active=1','');
CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    on_call INTEGER NOT NULL,
    active INTEGER NOT NULL,
    version INTEGER NOT NULL
);
INSERT INTO person VALUES(1,'Ada Example','ada@example.org','','',1,1,1);
INSERT INTO person VALUES(2,'Grace Example','grace@example.org','','',0,1,1);
CREATE TABLE actor (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    login TEXT,
    person_id INTEGER REFERENCES person (id)
);
INSERT INTO actor VALUES(1,'person','ada','administrator','ada',NULL);
INSERT INTO actor VALUES(2,'program','OnlyOnce','administrator',NULL,NULL);
INSERT INTO actor VALUES(3,'command line','ada (command line)','administrator',NULL,NULL);
INSERT INTO actor VALUES(4,'source','alertmanager','responder',NULL,NULL);
INSERT INTO actor VALUES(5,'person','me','administrator','me',NULL);
INSERT INTO actor VALUES(6,'command line','me (command line)','administrator',NULL,NULL);
CREATE TABLE service (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
INSERT INTO service VALUES(1,'search',1);
INSERT INTO service VALUES(2,'checkout',1);
CREATE TABLE data_centre (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, means_id INTEGER, alerts INTEGER NOT NULL DEFAULT 0, seen_at INTEGER);
CREATE TABLE connection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    adapter TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    paused_until INTEGER,
    version INTEGER NOT NULL
);
CREATE TABLE intake_token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
);
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    connection_id INTEGER REFERENCES connection (id),
    intent_key TEXT NOT NULL UNIQUE,
    lane TEXT NOT NULL,
    title TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    maybe_sent INTEGER NOT NULL,
    untold INTEGER NOT NULL,
    progress TEXT NOT NULL,
    result TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    expires_at INTEGER,
    lease_token TEXT,
    lease_until INTEGER,
    leased_by TEXT,
    last_error TEXT NOT NULL,
    incident_id INTEGER,
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE TABLE payload (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    body BLOB NOT NULL
);
INSERT INTO payload VALUES(1,'alertmanager',1795955231819,X'7b227265636569766572223a22636f6d6d616e646572222c22737461747573223a22666972696e67222c22616c65727473223a5b7b22737461747573223a22666972696e67222c226c6162656c73223a7b22616c6572746e616d65223a2250726f62654661696c6564222c22636c7573746572223a226c61622d31222c22696e7374616e6365223a22687474703a2f2f3132372e302e302e313a31383038342f222c226a6f62223a22626c61636b626f78222c226d6f6e69746f72223a227065657273222c2273657276696365223a22736561726368222c227365766572697479223a22637269746963616c222c227465616d223a2265646765227d2c22616e6e6f746174696f6e73223a7b226465736372697074696f6e223a22426c61636b626f782070726f6265206f6620687474703a2f2f3132372e302e302e313a31383038342f202873657276696365207365617263682920686173206661696c65642c2076616c756520302e222c2272756e626f6f6b5f75726c223a2268747470733a2f2f72756e626f6f6b732e6578616d706c652e6f72672f70726f62652d6661696c6564222c2273756d6d617279223a22687474703a2f2f3132372e302e302e313a31383038342f206973206e6f7420616e73776572696e67227d2c227374617274734174223a22323032362d31312d32335430343a33303a31302e3239315a222c22656e64734174223a22303030312d30312d30315430303a30303a30305a222c2267656e657261746f7255524c223a22687474703a2f2f766d3a31393039302f67726170683f67302e657870723d70726f62655f737563636573732b2533442533442b305c753030323667302e7461623d31222c2266696e6765727072696e74223a2234646436376465306366626530373166227d5d2c2267726f75704c6162656c73223a7b22616c6572746e616d65223a2250726f62654661696c6564222c2273657276696365223a22736561726368227d2c22636f6d6d6f6e4c6162656c73223a7b22616c6572746e616d65223a2250726f62654661696c6564222c22636c7573746572223a226c61622d31222c22696e7374616e6365223a22687474703a2f2f3132372e302e302e313a31383038342f222c226a6f62223a22626c61636b626f78222c226d6f6e69746f72223a227065657273222c2273657276696365223a22736561726368222c227365766572697479223a22637269746963616c222c227465616d223a2265646765227d2c22636f6d6d6f6e416e6e6f746174696f6e73223a7b226465736372697074696f6e223a22426c61636b626f782070726f6265206f6620687474703a2f2f3132372e302e302e313a31383038342f202873657276696365207365617263682920686173206661696c65642c2076616c756520302e222c2272756e626f6f6b5f75726c223a2268747470733a2f2f72756e626f6f6b732e6578616d706c652e6f72672f70726f62652d6661696c6564222c2273756d6d617279223a22687474703a2f2f3132372e302e302e313a31383038342f206973206e6f7420616e73776572696e67227d2c2265787465726e616c55524c223a22687474703a2f2f766d3a3139303933222c2276657273696f6e223a2234222c2267726f75704b6579223a227b7d3a7b616c6572746e616d653d5c2250726f62654661696c65645c222c20736572766963653d5c227365617263685c227d222c227472756e6361746564416c65727473223a307d0a');
INSERT INTO payload VALUES(2,'alertmanager',1795955231903,X'7b227265636569766572223a22636f6d6d616e646572222c22737461747573223a22666972696e67222c22616c65727473223a5b7b22737461747573223a22666972696e67222c226c6162656c73223a7b22616c6572746e616d65223a2250726f62654661696c6564222c22636c7573746572223a226c61622d31222c22696e7374616e6365223a22687474703a2f2f3132372e302e302e313a31383038312f222c226a6f62223a22626c61636b626f78222c226d6f6e69746f72223a227065657273222c2273657276696365223a22636865636b6f7574222c227365766572697479223a22637269746963616c222c227465616d223a2265646765227d2c22616e6e6f746174696f6e73223a7b226465736372697074696f6e223a22426c61636b626f782070726f6265206f6620687474703a2f2f3132372e302e302e313a31383038312f20287365727669636520636865636b6f75742920686173206661696c65642c2076616c756520302e222c2272756e626f6f6b5f75726c223a2268747470733a2f2f72756e626f6f6b732e6578616d706c652e6f72672f70726f62652d6661696c6564222c2273756d6d617279223a22687474703a2f2f3132372e302e302e313a31383038312f206973206e6f7420616e73776572696e67227d2c227374617274734174223a22323032362d31312d32335430343a33393a30382e3239315a222c22656e64734174223a22303030312d30312d30315430303a30303a30305a222c2267656e657261746f7255524c223a22687474703a2f2f766d3a31393039302f67726170683f67302e657870723d70726f62655f737563636573732b2533442533442b305c753030323667302e7461623d31222c2266696e6765727072696e74223a2239316339386566646634373839396430227d2c7b22737461747573223a22666972696e67222c226c6162656c73223a7b22616c6572746e616d65223a2250726f62654661696c6564222c22636c7573746572223a226c61622d31222c22696e7374616e6365223a22687474703a2f2f3132372e302e302e313a31383038322f222c226a6f62223a22626c61636b626f78222c226d6f6e69746f72223a227065657273222c2273657276696365223a22636865636b6f7574222c227365766572697479223a22637269746963616c222c227465616d223a2265646765227d2c22616e6e6f746174696f6e73223a7b226465736372697074696f6e223a22426c61636b626f782070726f6265206f6620687474703a2f2f3132372e302e302e313a31383038322f20287365727669636520636865636b6f75742920686173206661696c65642c2076616c756520302e222c2272756e626f6f6b5f75726c223a2268747470733a2f2f72756e626f6f6b732e6578616d706c652e6f72672f70726f62652d6661696c6564222c2273756d6d617279223a22687474703a2f2f3132372e302e302e313a31383038322f206973206e6f7420616e73776572696e67227d2c227374617274734174223a22323032362d31312d32335430343a33393a30382e3239315a222c22656e64734174223a22303030312d30312d30315430303a30303a30305a222c2267656e657261746f7255524c223a22687474703a2f2f766d3a31393039302f67726170683f67302e657870723d70726f62655f737563636573732b2533442533442b305c753030323667302e7461623d31222c2266696e6765727072696e74223a2233663064653231313165323434326139227d5d2c2267726f75704c6162656c73223a7b22616c6572746e616d65223a2250726f62654661696c6564222c2273657276696365223a22636865636b6f7574227d2c22636f6d6d6f6e4c6162656c73223a7b22616c6572746e616d65223a2250726f62654661696c6564222c22636c7573746572223a226c61622d31222c226a6f62223a22626c61636b626f78222c226d6f6e69746f72223a227065657273222c2273657276696365223a22636865636b6f7574222c227365766572697479223a22637269746963616c222c227465616d223a2265646765227d2c22636f6d6d6f6e416e6e6f746174696f6e73223a7b2272756e626f6f6b5f75726c223a2268747470733a2f2f72756e626f6f6b732e6578616d706c652e6f72672f70726f62652d6661696c6564227d2c2265787465726e616c55524c223a22687474703a2f2f766d3a3139303933222c2276657273696f6e223a2234222c2267726f75704b6579223a227b7d3a7b616c6572746e616d653d5c2250726f62654661696c65645c222c20736572766963653d5c22636865636b6f75745c227d222c227472756e6361746564416c65727473223a317d0a');
CREATE TABLE alert (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status TEXT NOT NULL,
    severity TEXT NOT NULL,
    summary TEXT NOT NULL,
    service TEXT NOT NULL,
    data_centre TEXT NOT NULL,
    labels TEXT NOT NULL,
    annotations TEXT NOT NULL,
    link TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    last_received_at INTEGER NOT NULL,
    resolved_at INTEGER,
    count INTEGER NOT NULL,
    payload_id INTEGER REFERENCES payload (id)
, probes TEXT NOT NULL DEFAULT '', failed_test TEXT NOT NULL DEFAULT '', lapses_at INTEGER, end_reason TEXT, ended_by INTEGER, start_told INTEGER, hold_ms INTEGER, check_interval_ms INTEGER);
INSERT INTO alert VALUES(1,'alertmanager','4dd67de0cfbe071f','resolved','critical','http://127.0.0.1:18084/ is not answering','search','','{"alertname":"ProbeFailed","cluster":"lab-1","instance":"http://127.0.0.1:18084/","job":"blackbox","monitor":"peers","service":"search","severity":"critical","team":"edge"}','{"description":"Blackbox probe of http://127.0.0.1:18084/ (service search) has failed, value 0.","runbook_url":"https://runbooks.example.org/probe-failed","summary":"http://127.0.0.1:18084/ is not answering"}','http://vm:19090/graph?g0.expr=probe_success+%3D%3D+0&g0.tab=1',1795408210291,1795955231819,1795955231995,1795408230291,1,1,'','',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO alert VALUES(2,'alertmanager','91c98efdf47899d0','firing','critical','http://127.0.0.1:18081/ is not answering','checkout','','{"alertname":"ProbeFailed","cluster":"lab-1","instance":"http://127.0.0.1:18081/","job":"blackbox","monitor":"peers","service":"checkout","severity":"critical","team":"edge"}','{"description":"Blackbox probe of http://127.0.0.1:18081/ (service checkout) has failed, value 0.","runbook_url":"https://runbooks.example.org/probe-failed","summary":"http://127.0.0.1:18081/ is not answering"}','http://vm:19090/graph?g0.expr=probe_success+%3D%3D+0&g0.tab=1',1795408748291,1795955231903,1795955231903,NULL,1,2,'','',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO alert VALUES(3,'alertmanager','3f0de2111e2442a9','firing','critical','http://127.0.0.1:18082/ is not answering','checkout','','{"alertname":"ProbeFailed","cluster":"lab-1","instance":"http://127.0.0.1:18082/","job":"blackbox","monitor":"peers","service":"checkout","severity":"critical","team":"edge"}','{"description":"Blackbox probe of http://127.0.0.1:18082/ (service checkout) has failed, value 0.","runbook_url":"https://runbooks.example.org/probe-failed","summary":"http://127.0.0.1:18082/ is not answering"}','http://vm:19090/graph?g0.expr=probe_success+%3D%3D+0&g0.tab=1',1795408748291,1795955231903,1795955231903,NULL,1,2,'','',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE alert_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
);
INSERT INTO alert_event VALUES(1,1,'fired',1795955231819);
INSERT INTO alert_event VALUES(2,2,'fired',1795955231903);
INSERT INTO alert_event VALUES(3,3,'fired',1795955231903);
INSERT INTO alert_event VALUES(4,1,'resolved',1795955231995);
CREATE TABLE incident (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number INTEGER NOT NULL UNIQUE,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    status TEXT NOT NULL,
    resolution TEXT,
    catastrophic INTEGER NOT NULL,
    drill INTEGER NOT NULL,
    visibility TEXT NOT NULL,
    started_at INTEGER,
    detected_at INTEGER,
    acknowledged_at INTEGER,
    declared_at INTEGER,
    mitigated_at INTEGER,
    resolved_at INTEGER,
    first_public_post_at INTEGER,
    closed_at INTEGER,
    created_at INTEGER NOT NULL,
    alert_count INTEGER NOT NULL,
    version INTEGER NOT NULL
, firing_count INTEGER NOT NULL DEFAULT 0, catastrophic_decided INTEGER NOT NULL DEFAULT 0, flapping_count INTEGER NOT NULL DEFAULT 0, places_told INTEGER NOT NULL DEFAULT 0, next_update_at INTEGER);
INSERT INTO incident VALUES(1,1,'http://127.0.0.1:18084/ is not answering','SEV1','identified',NULL,0,0,'internal',1795408210291,1795955231819,1795955232120,1795955232293,NULL,NULL,NULL,NULL,1795955231829,1,3,0,0,0,0,NULL);
INSERT INTO incident VALUES(2,2,'http://127.0.0.1:18081/ is not answering','SEV1','triage',NULL,0,0,'internal',1795408748291,1795955231903,NULL,NULL,NULL,NULL,NULL,NULL,1795955231913,2,1,2,0,0,0,NULL);
CREATE TABLE incident_service (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    service_id INTEGER NOT NULL REFERENCES service (id),
    PRIMARY KEY (incident_id, service_id)
);
INSERT INTO incident_service VALUES(1,1);
INSERT INTO incident_service VALUES(2,2);
CREATE TABLE incident_data_centre (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    data_centre_id INTEGER NOT NULL REFERENCES data_centre (id),
    PRIMARY KEY (incident_id, data_centre_id)
);
CREATE TABLE incident_alert (
    alert_id INTEGER NOT NULL PRIMARY KEY REFERENCES alert (id),
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    reason TEXT NOT NULL
);
INSERT INTO incident_alert VALUES(1,1,'no open incident concerned it');
INSERT INTO incident_alert VALUES(2,2,'no open incident concerned it');
INSERT INTO incident_alert VALUES(3,2,'it concerns the same service, checkout');
CREATE TABLE timeline (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    visibility TEXT NOT NULL,
    body TEXT NOT NULL,
    data TEXT NOT NULL,
    corrects_id INTEGER REFERENCES timeline (id)
);
INSERT INTO timeline VALUES(1,1,'alert fired',1795408210291,1795955231829,4,'internal','http\://127.0.0.1:18084/ is not answering','{"alert":1}',NULL);
INSERT INTO timeline VALUES(2,1,'declared',1795955231819,1795955231829,4,'internal','Opened by an alert of alertmanager','{"alert":1}',NULL);
INSERT INTO timeline VALUES(3,2,'alert fired',1795408748291,1795955231913,4,'internal','http\://127.0.0.1:18081/ is not answering','{"alert":2}',NULL);
INSERT INTO timeline VALUES(4,2,'declared',1795955231903,1795955231913,4,'internal','Opened by an alert of alertmanager','{"alert":2}',NULL);
INSERT INTO timeline VALUES(5,2,'alert fired',1795408748291,1795955231913,4,'internal','http\://127.0.0.1:18082/ is not answering','{"alert":3}',NULL);
INSERT INTO timeline VALUES(6,1,'alert resolved',1795408230291,1795955232000,4,'internal','http\://127.0.0.1:18084/ is not answering — every alert of this incident has recovered','{"alert":1}',NULL);
INSERT INTO timeline VALUES(7,1,'acknowledged',1795955232120,1795955232120,3,'internal','Acknowledged','{}',NULL);
INSERT INTO timeline VALUES(8,1,'status',1795955232293,1795955232293,3,'internal','Triage → Identified','{"from":"triage","to":"identified"}',NULL);
INSERT INTO timeline VALUES(9,1,'note',1795955232401,1795955232401,3,'internal','The release did it.','{}',NULL);
INSERT INTO timeline VALUES(10,1,'post-mortem',1795955232490,1795955232490,3,'internal','Post-mortem begun','{"event":"begun","postmortem":1}',NULL);
INSERT INTO timeline VALUES(11,1,'post-mortem',1795955232490,1795955232490,3,'internal','Root cause found (process): The setting was wrong','{"event":"rootCause","postmortem":1,"why":1}',NULL);
INSERT INTO timeline VALUES(12,1,'post-mortem',1795955232592,1795955232592,3,'internal','Countermeasure added: Check settings','{"countermeasure":1,"event":"countermeasure","postmortem":1}',NULL);
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    visibility TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    content BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id)
, content_id INTEGER REFERENCES evidence_content (id), redacted INTEGER NOT NULL DEFAULT 0);
CREATE TABLE notification (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    person_id INTEGER REFERENCES person (id),
    channel TEXT NOT NULL,
    reason TEXT NOT NULL,
    problem TEXT NOT NULL,
    outbox_id INTEGER REFERENCES outbox (id),
    created_at INTEGER NOT NULL
);
CREATE TABLE announcement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    connection_id INTEGER REFERENCES connection (id),
    external_id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    published_title TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL
);
CREATE TABLE announcement_post (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    announcement_id INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    published_body TEXT NOT NULL,
    published_at INTEGER,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES actor (id),
    approved_at INTEGER,
    approved_by INTEGER REFERENCES actor (id),
    outbox_id INTEGER REFERENCES outbox (id),
    problem TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE TABLE postmortem (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL UNIQUE REFERENCES incident (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    owner_id INTEGER REFERENCES person (id),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    approved_at INTEGER,
    approved_by INTEGER REFERENCES actor (id),
    published_at INTEGER,
    version INTEGER NOT NULL
);
INSERT INTO postmortem VALUES(1,1,'draft',NULL,1795955232490,1795955232592,NULL,NULL,NULL,1);
CREATE TABLE postmortem_field (
    postmortem_id INTEGER NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    visibility TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (postmortem_id, name)
);
CREATE TABLE why (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    postmortem_id INTEGER NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    parent_id INTEGER REFERENCES why (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    place INTEGER NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    root INTEGER NOT NULL,
    category TEXT NOT NULL,
    jointly INTEGER NOT NULL,
    accepted TEXT NOT NULL,
    visibility TEXT NOT NULL,
    version INTEGER NOT NULL
);
INSERT INTO why VALUES(1,1,NULL,'happened',0,'The setting was wrong','possible',1,'process',0,'','internal',2);
CREATE TABLE countermeasure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    postmortem_id INTEGER NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    why_id INTEGER REFERENCES why (id) ON DELETE SET NULL,
    body TEXT NOT NULL,
    owner_id INTEGER REFERENCES person (id),
    due_on TEXT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    effect_check TEXT NOT NULL,
    link TEXT NOT NULL,
    visibility TEXT NOT NULL,
    done_at INTEGER,
    checked_at INTEGER,
    check_result TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL
, task_id INTEGER REFERENCES incident_task (id) ON DELETE SET NULL);
INSERT INTO countermeasure VALUES(1,1,1,'Check settings',1,'2027-01-15','prevent','open','A wrong one is refused','','internal',NULL,NULL,'',1795955232592,1,NULL);
CREATE TABLE source_state (
    source TEXT NOT NULL PRIMARY KEY,
    last_received_at INTEGER,
    received INTEGER NOT NULL,
    last_refused_at INTEGER,
    last_refusal TEXT NOT NULL
);
CREATE TABLE poll_state (
    connection_id INTEGER NOT NULL PRIMARY KEY REFERENCES connection (id),
    next_at INTEGER NOT NULL,
    lease_token TEXT,
    lease_until INTEGER,
    leased_by TEXT NOT NULL,
    last_success_at INTEGER,
    last_failure_at INTEGER,
    last_error TEXT NOT NULL,
    failures INTEGER NOT NULL,
    progress TEXT NOT NULL
, stream_token TEXT, stream_until INTEGER);
CREATE TABLE alert_facet (id INTEGER PRIMARY KEY AUTOINCREMENT, facet TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (facet, value));
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','alert_firing_words','alert_firing_words',0,'CREATE VIRTUAL TABLE alert_firing_words USING fts5 (
    words, detail = none, columnsize = 0, tokenize = "ascii tokenchars ''~''")');
CREATE TABLE IF NOT EXISTS 'alert_firing_words_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO alert_firing_words_data VALUES(1,X'');
INSERT INTO alert_firing_words_data VALUES(10,X'00000000000000');
CREATE TABLE IF NOT EXISTS 'alert_firing_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'alert_firing_words_content'(id INTEGER PRIMARY KEY, c0);
CREATE TABLE IF NOT EXISTS 'alert_firing_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO alert_firing_words_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','alert_over_words','alert_over_words',0,'CREATE VIRTUAL TABLE alert_over_words USING fts5 (
    words, content = '''', prefix = ''1 2 3 4 5 6 7 8 9 10 11'', detail = none, columnsize = 0,
    tokenize = "ascii tokenchars ''~''")');
CREATE TABLE IF NOT EXISTS 'alert_over_words_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO alert_over_words_data VALUES(1,X'');
INSERT INTO alert_over_words_data VALUES(10,X'00000000000000');
CREATE TABLE IF NOT EXISTS 'alert_over_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'alert_over_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO alert_over_words_config VALUES('version',4);
CREATE TABLE silence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    matchers TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    comment TEXT NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    created_at INTEGER NOT NULL
);
CREATE TABLE silenced_alert (
    alert_id INTEGER NOT NULL PRIMARY KEY REFERENCES alert (id),
    silence_id INTEGER NOT NULL REFERENCES silence (id)
);
CREATE TABLE alert_move (
    timeline_id INTEGER NOT NULL REFERENCES timeline (id) ON DELETE CASCADE,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    from_incident_id INTEGER REFERENCES incident (id) ON DELETE CASCADE,
    from_reason TEXT NOT NULL,
    PRIMARY KEY (timeline_id, alert_id)
);
CREATE TABLE grouping_rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    matchers TEXT NOT NULL,
    group_by TEXT NOT NULL,
    window_ms INTEGER NOT NULL,
    version INTEGER NOT NULL
, resolve_after_ms INTEGER NOT NULL DEFAULT 0);
CREATE TABLE incident_group (
    rule_id INTEGER NOT NULL REFERENCES grouping_rule (id),
    group_key TEXT NOT NULL,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    latest_at INTEGER NOT NULL, recovered_at INTEGER,
    PRIMARY KEY (rule_id, group_key)
);
CREATE TABLE source_detection (
    source TEXT NOT NULL,
    day INTEGER NOT NULL,
    delay_s INTEGER NOT NULL,
    alerts INTEGER NOT NULL,
    PRIMARY KEY (source, day, delay_s)
);
CREATE TABLE sighting (
    source TEXT NOT NULL,
    check_key TEXT NOT NULL,
    probe TEXT NOT NULL,
    service TEXT NOT NULL,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (source, check_key, probe)
);
CREATE TABLE incident_sight (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (incident_id, kind, value)
);
CREATE TABLE flapping (
    source TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    alert_id INTEGER NOT NULL UNIQUE REFERENCES alert (id),
    episodes INTEGER NOT NULL,
    since INTEGER NOT NULL,
    latest_at INTEGER NOT NULL,
    incident_id INTEGER REFERENCES incident (id) ON DELETE SET NULL,
    timeline_id INTEGER REFERENCES timeline (id) ON DELETE SET NULL,
    PRIMARY KEY (source, fingerprint)
);
CREATE TABLE place_label (pattern TEXT NOT NULL PRIMARY KEY, means_id INTEGER NOT NULL);
CREATE TABLE subscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    subject TEXT NOT NULL,
    confirm_url TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    problem TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    UNIQUE (source, subject)
);
CREATE TABLE latecomer (
    alert_id INTEGER NOT NULL PRIMARY KEY REFERENCES alert (id),
    incident_id INTEGER REFERENCES incident (id) ON DELETE CASCADE,
    silence_id INTEGER REFERENCES silence (id) ON DELETE CASCADE
);
CREATE TABLE silence_telling (
    silence_id INTEGER NOT NULL REFERENCES silence (id) ON DELETE CASCADE,
    outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    PRIMARY KEY (silence_id, outbox_id)
);
CREATE TABLE incident_role (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (incident_id, role)
);
CREATE TABLE incident_impact (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    service_id INTEGER NOT NULL REFERENCES service (id),
    data_centre_id INTEGER NOT NULL,
    level TEXT NOT NULL,
    since INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    PRIMARY KEY (incident_id, service_id, data_centre_id)
);
CREATE TABLE reference (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER REFERENCES incident (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL
);
CREATE TABLE handover (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    from_id INTEGER REFERENCES person (id),
    to_id INTEGER NOT NULL REFERENCES person (id),
    brief TEXT NOT NULL,
    state TEXT NOT NULL,
    offered_at INTEGER NOT NULL,
    offered_by INTEGER NOT NULL REFERENCES actor (id),
    ended_at INTEGER
);
CREATE TABLE evidence_content (id INTEGER PRIMARY KEY AUTOINCREMENT, begun_at INTEGER NOT NULL);
CREATE TABLE evidence_piece (
    content_id INTEGER NOT NULL REFERENCES evidence_content (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (content_id, number)
);
CREATE TABLE audit_link (
    audit_id INTEGER NOT NULL PRIMARY KEY REFERENCES audit (id),
    salt TEXT,
    content_hash TEXT NOT NULL,
    chain_hash TEXT NOT NULL,
    late INTEGER NOT NULL
);
INSERT INTO audit_link VALUES(1,'40a7a63896287a750449fdd2886429f1','18499b6cfcb9f48522f1d580bbb6efca9dc69eb46936224eee3575011b86c1c2','322265b8c4af60ddfddfbdb058383a8f4a517d96f8f96d2a48b5b396c8d86547',1);
INSERT INTO audit_link VALUES(2,'9dcf66904d53b70aa2fde39a03b17b14','75a62396c04ae6c6c9a199451dca3c702380107f6d6ac1c445a055108de0dcc7','586091eb1cefb5841dd055faf6020046dd94a532ecb0d176f0636c5af60555c0',1);
INSERT INTO audit_link VALUES(3,'7663de694ed2716e87d71b329df1059e','36f665a94394336fa05d889ad8d93ff72a836072b3c903c3f57b484e5b0c2a11','f1579e9bdb553ade4ccf5c9fae4228c3ef09346ed656a946b3f9a807cd5d0e4f',1);
INSERT INTO audit_link VALUES(4,'34978c4f4756fc82ca8c4c581389c844','0ae99d38244daa521fc10e21b3af0d854d801192deb36c42c3b260778fe7ceb9','0aae80a8bb5ebab9bae5c045dd24d2f72e24482a81f8759252fb18953b21a3e2',1);
INSERT INTO audit_link VALUES(5,'3a02212e7b22a73837a926652e19b786','2b1b2c0d023d0ae8bef24237ada5d589c880c9bbd5dc4d61edd9f0a72b982821','48aed88bbd2d4e2b18703d3ce28880c5f5a317e91c24333e1e8942d909fceb96',1);
INSERT INTO audit_link VALUES(6,'608aa82f37d15990909704bf680b9522','b538597212aa57529bb0afd4f12b0be6f96cfec5b506dd34ca1d230f44db12ca','0b6ab451bfb9fc311a05f9d1eaa50df8228106e36fd4390be43aa9789c6126b8',1);
INSERT INTO audit_link VALUES(7,'7ba9a48eb07e6d49972e7dc717fa3fff','2d5127345cbfed2664e9fee2986067b48de967efa3db6c0526f329e5589e9715','cf57e0c6bb7f247502d00b2f39eb675220c5f810395418badc37b769a407fbd6',1);
INSERT INTO audit_link VALUES(8,'6c5faffe52c43e1c726b039a91379d90','59f9984fb99199db47f5bec25d9258042bcc7ed342449dac7ca92a36e358670c','8ce01002d246ae04a922a1c01b876745ee7369e8201509b000a0a629b76ea569',1);
INSERT INTO audit_link VALUES(9,'aec97b512132ed8b145b0afede1f6a89','ff7ff4aecc0dac669d15b9f4366ce6f8cd1faef4ec1435aa85a23da952a4ca86','79eb131196069ce66cfc5a56e9c8887dede3c312bc938d1a7a012690bed563a5',1);
INSERT INTO audit_link VALUES(10,'a87b9936c4714ea3e60ecbd45c06f493','faae169701f8c82b5c5315b3b49744af51dfec821cb6f4a3d7cb35ab130a4ee8','0ebbb4d01eb9a0d0e17d7a966d17743799125034e7904446dc612646af5486c0',1);
INSERT INTO audit_link VALUES(11,'267c87e12e40978d16a124f250a959b1','e678e1de6bd184dfaaf364b5afea9bd33782e195ee8badfd28a09075b97b3b86','dce5d6b5a15b08767ac669528b406db4e1b9747bf8ff1d108d66e5ffebdbebd0',1);
INSERT INTO audit_link VALUES(12,'8a3cfa6ee915cf2f937ef0777d383876','8714467c39630f2ea217250391db2b946eb568c1957bf13c22c257c355cc42e4','67cf7b9a6036214be5ee6418e6e7d87340140eeb8661a2ec489d790856e476c4',1);
INSERT INTO audit_link VALUES(13,'c87d3107b3da9946c97312af12b70662','5b8d3c123c4329071e3098c84b0e6485a577267fa8071ce64baac550e4972596','0fc7a09ec73bca085202a3a7f1a02762d9dca366a7d882325d4605abce3890a3',1);
INSERT INTO audit_link VALUES(14,'e72a39db7b541ca81a3832a5e73f1a52','d2bab6a0071e17e564a4b0d39468404a946a81d0dc104fda1fd8a1c3ff5dd61c','ff769ff296eff8a5e620339393ccc61807fb7d3e41171dd1ba6761df76325113',1);
INSERT INTO audit_link VALUES(15,'a2c707c7c31753cb54ce5a482edf5b21','92fe331b44e1cf901a9612778d1c576b27562e9980d4b2761be740542fb65f87','7c659cbfeca26bcd8ae48161d5a40e7a76083a036cf9913667d3062b303891ad',1);
CREATE TABLE redaction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    reason TEXT NOT NULL
);
CREATE TABLE redacted_place (
    redaction_id INTEGER NOT NULL REFERENCES redaction (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (place, row_id, field, redaction_id)
);
CREATE TABLE timeline_pin (
    timeline_id INTEGER NOT NULL PRIMARY KEY REFERENCES timeline (id) ON DELETE CASCADE,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    pinned_at INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id)
);
CREATE TABLE note_template (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    actor_id INTEGER REFERENCES actor (id),
    filter TEXT NOT NULL
);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','incident_words','incident_words',0,'CREATE VIRTUAL TABLE incident_words USING fts5 (title, timeline, whys, prefix = ''1 2 3 4'', tokenize = "ascii")');
CREATE TABLE IF NOT EXISTS 'incident_words_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO incident_words_data VALUES(1,X'');
INSERT INTO incident_words_data VALUES(10,X'00000000000000');
CREATE TABLE IF NOT EXISTS 'incident_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'incident_words_content'(id INTEGER PRIMARY KEY, c0, c1, c2);
CREATE TABLE IF NOT EXISTS 'incident_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'incident_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO incident_words_config VALUES('version',4);
CREATE TABLE incident_text (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (incident_id, part)
);
INSERT INTO incident_text VALUES(1,'why 1','The setting was wrong');
CREATE TABLE incident_stale (incident_id INTEGER NOT NULL PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE);
CREATE TABLE protocol (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    services TEXT NOT NULL,
    severity TEXT NOT NULL,
    drills INTEGER NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE TABLE incident_protocol (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    protocol_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    attached_at INTEGER NOT NULL,
    PRIMARY KEY (incident_id, protocol_id)
);
CREATE TABLE incident_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    protocol_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL,
    command TEXT NOT NULL,
    timer_ms INTEGER NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    settled_at INTEGER,
    settled_by INTEGER REFERENCES actor (id),
    assignee_id INTEGER REFERENCES person (id),
    timer_started_at INTEGER
);
CREATE TABLE incident_task (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    assignee_id INTEGER REFERENCES person (id),
    due_at INTEGER,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES actor (id),
    settled_at INTEGER
);
CREATE TABLE incident_relation (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (incident_id, other_id)
);
CREATE TABLE deleted_drill (
    number INTEGER NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    deleted_at INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id)
);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('actor',6);
INSERT INTO sqlite_sequence VALUES('person',2);
INSERT INTO sqlite_sequence VALUES('audit',15);
INSERT INTO sqlite_sequence VALUES('payload',2);
INSERT INTO sqlite_sequence VALUES('alert',3);
INSERT INTO sqlite_sequence VALUES('alert_event',4);
INSERT INTO sqlite_sequence VALUES('incident',2);
INSERT INTO sqlite_sequence VALUES('service',2);
INSERT INTO sqlite_sequence VALUES('timeline',12);
INSERT INTO sqlite_sequence VALUES('postmortem',1);
INSERT INTO sqlite_sequence VALUES('why',1);
INSERT INTO sqlite_sequence VALUES('countermeasure',1);
CREATE INDEX audit_entity ON audit (entity, entity_id, id)
;
CREATE UNIQUE INDEX actor_login ON actor (login) WHERE login IS NOT NULL
;
CREATE UNIQUE INDEX actor_name ON actor (kind, name) WHERE login IS NULL
;
CREATE INDEX outbox_state ON outbox (state, id)
;
CREATE INDEX outbox_lane ON outbox (connection_id, lane, id) WHERE state IN ('waiting', 'sending')
;
CREATE INDEX outbox_untold ON outbox (id) WHERE untold = 1
;
CREATE INDEX outbox_incident ON outbox (incident_id, id)
;
CREATE UNIQUE INDEX alert_open ON alert (source, fingerprint) WHERE status = 'firing'
;
CREATE INDEX alert_episode ON alert (source, fingerprint, id)
;
CREATE INDEX incident_open ON incident (status, id)
;
CREATE INDEX incident_alert_incident ON incident_alert (incident_id)
;
CREATE INDEX timeline_incident ON timeline (incident_id, happened_at, id)
;
CREATE INDEX attachment_incident ON attachment (incident_id, id)
;
CREATE INDEX notification_incident ON notification (incident_id, id)
;
CREATE UNIQUE INDEX notification_person ON notification (incident_id, person_id, reason, channel)
;
CREATE INDEX notification_outbox ON notification (outbox_id)
;
CREATE INDEX announcement_incident ON announcement (incident_id, id)
;
CREATE INDEX announcement_post_announcement ON announcement_post (announcement_id, id)
;
CREATE INDEX why_postmortem ON why (postmortem_id, parent_id, place)
;
CREATE INDEX countermeasure_postmortem ON countermeasure (postmortem_id, id)
;
CREATE INDEX countermeasure_due ON countermeasure (state, (COALESCE(due_on, '9999-12-31x')), id)
;
CREATE INDEX incident_service_service ON incident_service (service_id, incident_id)
;
CREATE INDEX incident_unresolved ON incident (id) WHERE status NOT IN ('resolved', 'closed')
;
CREATE INDEX alert_firing ON alert (id) WHERE status = 'firing'
;
CREATE INDEX alert_over ON alert (id) WHERE status <> 'firing'
;
CREATE INDEX silence_end ON silence (ends_at)
;
CREATE INDEX alert_lapse ON alert (lapses_at) WHERE lapses_at IS NOT NULL
;
CREATE INDEX sighting_service ON sighting (service, seen_at)
;
CREATE INDEX incident_group_incident ON incident_group (incident_id)
;
CREATE INDEX reference_incident ON reference (incident_id)
;
CREATE INDEX handover_incident ON handover (incident_id)
;
CREATE UNIQUE INDEX handover_offered ON handover (incident_id, role) WHERE state = 'offered'
;
CREATE UNIQUE INDEX attachment_content ON attachment (content_id) WHERE content_id IS NOT NULL
;
CREATE INDEX timeline_pin_incident ON timeline_pin (incident_id)
;
CREATE INDEX timeline_corrects ON timeline (corrects_id) WHERE corrects_id IS NOT NULL
;
CREATE INDEX timeline_told ON timeline (incident_id, happened_at, id)
    WHERE kind NOT IN ('alert fired', 'alert resolved')
;
CREATE INDEX incident_severity ON incident (severity, id)
;
CREATE INDEX incident_created ON incident (created_at)
;
CREATE INDEX incident_catastrophic ON incident (id) WHERE catastrophic = 1
;
CREATE INDEX incident_drill ON incident (id) WHERE drill = 1
;
CREATE INDEX incident_data_centre_place ON incident_data_centre (data_centre_id, incident_id)
;
CREATE INDEX incident_commander ON incident_role (person_id, incident_id) WHERE role = 'commander'
;
CREATE INDEX incident_recovery ON incident ((COALESCE(CASE WHEN COALESCE(mitigated_at, resolved_at, closed_at) > started_at
    AND COALESCE(resolution, '') <> 'false alarm' THEN (COALESCE(mitigated_at, resolved_at, closed_at) - started_at) / 1000 END, 0) * 4294967296 + id))
;
CREATE INDEX incident_step_incident ON incident_step (incident_id, id)
;
CREATE INDEX incident_task_incident ON incident_task (incident_id, id)
;
CREATE UNIQUE INDEX countermeasure_task ON countermeasure (task_id) WHERE task_id IS NOT NULL
;
CREATE INDEX incident_relation_other ON incident_relation (other_id)
;
PRAGMA writable_schema=OFF;
COMMIT;
