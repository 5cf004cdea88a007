BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE asks (
	case_id VARCHAR(64) NOT NULL, 
	id VARCHAR(128) NOT NULL, 
	run_id VARCHAR(128) NOT NULL, 
	step VARCHAR(64) NOT NULL, 
	item TEXT NOT NULL, 
	round INTEGER NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	question TEXT NOT NULL, 
	answer JSON, 
	role TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	deadline DATETIME, 
	secret BOOLEAN NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	value TEXT, 
	"by" TEXT, 
	secret_ref TEXT, 
	image VARCHAR(64) DEFAULT '' NOT NULL, 
	opened_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	closed_at DATETIME, 
	PRIMARY KEY (case_id, id), 
	FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "asks" VALUES('abababab','deposit-1','abababab-certify-1','submit','',1,'deposit','ask','打款多少?','{"kind": "amount"}','财务','网银','2026-03-12 09:00:00.000000',0,'used','0.37','people',NULL,'','2026-03-02 09:00:09.000000','2026-03-02 09:00:10.000000','2026-03-02 09:00:11.000000');
INSERT INTO "asks" VALUES('abababab','code-1','abababab-certify-1','submit','',1,'code','ask','打款多少?',NULL,'财务','网银',NULL,1,'used',NULL,'answer','code-1-00ff','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','2026-03-02 09:00:15.000000','2026-03-02 09:00:18.000000','2026-03-02 09:00:19.000000');
INSERT INTO "asks" VALUES('abababab','pay-1','abababab-certify-1','submit','',1,'pay','ask','打款多少?',NULL,'财务','网银','2026-03-12 09:00:00.000000',0,'used',NULL,'portal',NULL,'','2026-03-02 09:00:20.000000',NULL,'2026-03-02 09:00:21.000000');
INSERT INTO "asks" VALUES('abababab','late-1','abababab-certify-1','submit','',1,'late','ask','打款多少?','{"kind": "amount"}','财务','网银','2026-03-12 09:00:00.000000',0,'expired',NULL,NULL,NULL,'','2026-03-02 09:00:22.000000',NULL,'2026-03-02 09:00:23.000000');
INSERT INTO "asks" VALUES('abababab','gone-1','abababab-certify-1','submit','',1,'gone','ask','打款多少?','{"kind": "amount"}','财务','网银','2026-03-12 09:00:00.000000',0,'cancelled',NULL,NULL,NULL,'','2026-03-02 09:00:24.000000',NULL,'2026-03-02 09:00:25.000000');
CREATE TABLE cases (
	id VARCHAR(64) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	company TEXT NOT NULL, 
	opened_at DATETIME NOT NULL, 
	lease_owner TEXT, 
	lease_since DATETIME, 
	lease_until DATETIME, 
	fence INTEGER DEFAULT '0' NOT NULL, 
	head_seq INTEGER DEFAULT '0' NOT NULL, 
	head_hash VARCHAR(64) DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key")
);
INSERT INTO "cases" VALUES('abababab','abababababababababababababababababababababababababababababababab','深圳甲公司','2026-03-02 09:00:00.000000',NULL,NULL,NULL,1,32,'542313bf2b609924f951ede4fa704f7a9fb53fedd808017c82dc3eab9d971482');
CREATE TABLE events (
	case_id VARCHAR(64) NOT NULL, 
	seq INTEGER NOT NULL, 
	run_id VARCHAR(128) NOT NULL, 
	at DATETIME NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (case_id, seq), 
	FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "events" VALUES('abababab',1,'','2026-03-02 09:00:00.000000','CaseOpened','{"at":"2026-03-02T09:00:00+00:00","case":"abababab","data":{"company":"深圳甲公司","key":"abababababababababababababababababababababababababababababababab","run":""},"format":1,"kind":"CaseOpened","seq":1}','68b48b48a842c654dbf7dfabb8753fe6b2a01df48c25c691931eea9aee994d31');
INSERT INTO "events" VALUES('abababab',2,'abababab-certify-1','2026-03-02 09:00:01.000000','RunStarted','{"at":"2026-03-02T09:00:01+00:00","case":"abababab","data":{"digest":"d1","dry_run":false,"flow":"certify","item":"","run":"abababab-certify-1"},"format":1,"kind":"RunStarted","seq":2}','55c69cb0c33c123c7fffe5ab432ff25bc5022829da520f6f909299ee74685804');
INSERT INTO "events" VALUES('abababab',3,'abababab-certify-1','2026-03-02 09:00:02.000000','StepStarted','{"at":"2026-03-02T09:00:02+00:00","case":"abababab","data":{"attempt":1,"irreversible":false,"item":"","round":1,"run":"abababab-certify-1","step":"company","title":"企业信息"},"format":1,"kind":"StepStarted","seq":3}','9e38733b7075d955c4a4f275572cd89f38542e0aba02d9a5951367b664337ce3');
INSERT INTO "events" VALUES('abababab',4,'abababab-certify-1','2026-03-02 09:00:03.000000','StepFailed','{"at":"2026-03-02T09:00:03+00:00","case":"abababab","data":{"error":"PortalChanged","intended":false,"item":"","round":1,"run":"abababab-certify-1","step":"company"},"format":1,"kind":"StepFailed","seq":4}','24d8675c215e254a58a1a81f9bd113bf1aef13cab96c7fd08fbb9b9ca56499ac');
INSERT INTO "events" VALUES('abababab',5,'abababab-certify-1','2026-03-02 09:00:04.000000','RunEnded','{"at":"2026-03-02T09:00:04+00:00","case":"abababab","data":{"look_at":null,"reason":"PortalChanged","run":"abababab-certify-1","state":"failed"},"format":1,"kind":"RunEnded","seq":5}','5238979f6b3b093347205ae65662634759c67d3c851c2130527a949be70c435a');
INSERT INTO "events" VALUES('abababab',6,'abababab-certify-1','2026-03-02 09:00:05.000000','RunResumed','{"at":"2026-03-02T09:00:05+00:00","case":"abababab","data":{"digest":"d2","dry_run":true,"run":"abababab-certify-1"},"format":1,"kind":"RunResumed","seq":6}','d78c78ba94cd1a03d1b4115941863af73d315ee1ab2167f193ebd6d2746ed420');
INSERT INTO "events" VALUES('abababab',7,'abababab-certify-1','2026-03-02 09:00:06.000000','StepStarted','{"at":"2026-03-02T09:00:06+00:00","case":"abababab","data":{"attempt":2,"irreversible":false,"item":"","round":1,"run":"abababab-certify-1","step":"company","title":"企业信息"},"format":1,"kind":"StepStarted","seq":7}','b4a5330493bd90608c2db666b13ee5f6b6a05af398af5eba6509eb367e285472');
INSERT INTO "events" VALUES('abababab',8,'abababab-certify-1','2026-03-02 09:00:07.000000','StepDone','{"at":"2026-03-02T09:00:07+00:00","case":"abababab","data":{"forms":["企业信息"],"how":"act","irreversible":false,"item":"","round":1,"run":"abababab-certify-1","screenshot":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff","step":"company","title":"企业信息"},"format":1,"kind":"StepDone","seq":8}','c4df9b6d9560e81b0c74bae9b562ad9c3de41f40cdbc5aeb70df00ace7258854');
INSERT INTO "events" VALUES('abababab',9,'abababab-certify-1','2026-03-02 09:00:08.000000','StepStarted','{"at":"2026-03-02T09:00:08+00:00","case":"abababab","data":{"attempt":1,"irreversible":true,"item":"","round":1,"run":"abababab-certify-1","step":"submit","title":"提交审核"},"format":1,"kind":"StepStarted","seq":9}','1adf0cd5323216e85ef696a5f3b6bf6eeff977a75723ae9ca8e6c2e398252982');
INSERT INTO "events" VALUES('abababab',10,'abababab-certify-1','2026-03-02 09:00:09.000000','AskOpened','{"at":"2026-03-02T09:00:09+00:00","case":"abababab","data":{"answer":{"kind":"amount"},"ask":"deposit-1","channel":"网银","deadline":"2026-03-12T09:00:00+00:00","item":"","key":"deposit","kind":"ask","question":"打款多少?","role":"财务","round":1,"run":"abababab-certify-1","secret":false,"step":"submit"},"format":1,"kind":"AskOpened","seq":10}','d245f82e08132a8ceb56a003e73e0f2cfd32348d6632445b286d10310dfdfaab');
INSERT INTO "events" VALUES('abababab',11,'abababab-certify-1','2026-03-02 09:00:10.000000','AskAnswered','{"at":"2026-03-02T09:00:10+00:00","case":"abababab","data":{"ask":"deposit-1","by":"people","run":"abababab-certify-1","secret_ref":null,"value":"0.37"},"format":1,"kind":"AskAnswered","seq":11}','b691844876b9f3ec5e87f823e8fb6599c4bfab769bec9ef2183452fb72d16e74');
INSERT INTO "events" VALUES('abababab',12,'abababab-certify-1','2026-03-02 09:00:11.000000','AskUsed','{"at":"2026-03-02T09:00:11+00:00","case":"abababab","data":{"ask":"deposit-1","run":"abababab-certify-1"},"format":1,"kind":"AskUsed","seq":12}','b9bd66ebe776ff48aa178b5692fe25bf821b7ca0d178a3f67d8c09cd35b5b094');
INSERT INTO "events" VALUES('abababab',13,'abababab-certify-1','2026-03-02 09:00:12.000000','StepIntended','{"at":"2026-03-02T09:00:12+00:00","case":"abababab","data":{"item":"","label":"提交审核","owner":"host|boot|1|1.0","round":1,"run":"abababab-certify-1","step":"submit"},"format":1,"kind":"StepIntended","seq":13}','268e98979a2aa849bc8146512ae5d3a651a8ef765f8b8acccbdb0badd7c943b8');
INSERT INTO "events" VALUES('abababab',14,'abababab-certify-1','2026-03-02 09:00:13.000000','StepFailed','{"at":"2026-03-02T09:00:13+00:00","case":"abababab","data":{"error":"PortalDown","intended":true,"item":"","round":1,"run":"abababab-certify-1","step":"submit"},"format":1,"kind":"StepFailed","seq":14}','350f696dc207da9ed314908dddfba7519a14b6263b722df21961bf2e21dae86a');
INSERT INTO "events" VALUES('abababab',15,'abababab-certify-1','2026-03-02 09:00:14.000000','StepCleared','{"at":"2026-03-02T09:00:14+00:00","case":"abababab","data":{"item":"","reason":"","round":1,"run":"abababab-certify-1","step":"submit","why":"operator"},"format":1,"kind":"StepCleared","seq":15}','304b01a2ab443dae64efc9d177406a29db7b9c21bc7bb4b48721a0fd38dfa469');
INSERT INTO "events" VALUES('abababab',16,'abababab-certify-1','2026-03-02 09:00:15.000000','AskOpened','{"at":"2026-03-02T09:00:15+00:00","case":"abababab","data":{"answer":null,"ask":"code-1","channel":"网银","deadline":null,"item":"","key":"code","kind":"ask","question":"打款多少?","role":"财务","round":1,"run":"abababab-certify-1","secret":true,"step":"submit"},"format":1,"kind":"AskOpened","seq":16}','d8af3adf3ac57e6ba06d6335dfcb1322ece98cc1bda0d6e17f51715573211dba');
INSERT INTO "events" VALUES('abababab',17,'abababab-certify-1','2026-03-02 09:00:16.000000','AskPictured','{"at":"2026-03-02T09:00:16+00:00","case":"abababab","data":{"ask":"code-1","image":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","run":"abababab-certify-1"},"format":1,"kind":"AskPictured","seq":17}','90e2f6d8d0734e713324d3cac4626bd383c63a7fa0b428bda05e2071002e7962');
INSERT INTO "events" VALUES('abababab',18,'abababab-certify-1','2026-03-02 09:00:17.000000','AskPictured','{"at":"2026-03-02T09:00:17+00:00","case":"abababab","data":{"ask":"code-1","image":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff","run":"abababab-certify-1"},"format":1,"kind":"AskPictured","seq":18}','12a69a9c61f104609d2baf9ffe75d4c53c2947f82e3650681ccfabba1543898b');
INSERT INTO "events" VALUES('abababab',19,'abababab-certify-1','2026-03-02 09:00:18.000000','AskAnswered','{"at":"2026-03-02T09:00:18+00:00","case":"abababab","data":{"ask":"code-1","by":"answer","run":"abababab-certify-1","secret_ref":"code-1-00ff","value":null},"format":1,"kind":"AskAnswered","seq":19}','e0a6e9232e32d541aa26fdcb695541f3640db98edee1f00dc1104b50a5373754');
INSERT INTO "events" VALUES('abababab',20,'abababab-certify-1','2026-03-02 09:00:19.000000','AskUsed','{"at":"2026-03-02T09:00:19+00:00","case":"abababab","data":{"ask":"code-1","run":"abababab-certify-1"},"format":1,"kind":"AskUsed","seq":20}','75ebefc38ebde7d9f8d89b765e1377a693e299c29cd7bb012097bb09b4506e2f');
INSERT INTO "events" VALUES('abababab',21,'abababab-certify-1','2026-03-02 09:00:20.000000','AskOpened','{"at":"2026-03-02T09:00:20+00:00","case":"abababab","data":{"answer":null,"ask":"pay-1","channel":"网银","deadline":"2026-03-12T09:00:00+00:00","item":"","key":"pay","kind":"ask","question":"打款多少?","role":"财务","round":1,"run":"abababab-certify-1","secret":false,"step":"submit"},"format":1,"kind":"AskOpened","seq":21}','b445d9c410119aa2c541ef53cf320c9a01218a72563ae253f14f1b2b72daca6c');
INSERT INTO "events" VALUES('abababab',22,'abababab-certify-1','2026-03-02 09:00:21.000000','AskOvertaken','{"at":"2026-03-02T09:00:21+00:00","case":"abababab","data":{"ask":"pay-1","run":"abababab-certify-1"},"format":1,"kind":"AskOvertaken","seq":22}','80f36220d702aef8e9ea60e42267652192e55881e5b9aebb8eb121937ffb040f');
INSERT INTO "events" VALUES('abababab',23,'abababab-certify-1','2026-03-02 09:00:22.000000','AskOpened','{"at":"2026-03-02T09:00:22+00:00","case":"abababab","data":{"answer":{"kind":"amount"},"ask":"late-1","channel":"网银","deadline":"2026-03-12T09:00:00+00:00","item":"","key":"late","kind":"ask","question":"打款多少?","role":"财务","round":1,"run":"abababab-certify-1","secret":false,"step":"submit"},"format":1,"kind":"AskOpened","seq":23}','ac54cee1131c39ed44e04a20a63f54d3c36dcfde163540f99bbe05df8e5397d4');
INSERT INTO "events" VALUES('abababab',24,'abababab-certify-1','2026-03-02 09:00:23.000000','AskExpired','{"at":"2026-03-02T09:00:23+00:00","case":"abababab","data":{"ask":"late-1","run":"abababab-certify-1"},"format":1,"kind":"AskExpired","seq":24}','a24210ba2e44995b7ed67b3629817fe52b03e9ff77555696767512b43e4a4d0a');
INSERT INTO "events" VALUES('abababab',25,'abababab-certify-1','2026-03-02 09:00:24.000000','AskOpened','{"at":"2026-03-02T09:00:24+00:00","case":"abababab","data":{"answer":{"kind":"amount"},"ask":"gone-1","channel":"网银","deadline":"2026-03-12T09:00:00+00:00","item":"","key":"gone","kind":"ask","question":"打款多少?","role":"财务","round":1,"run":"abababab-certify-1","secret":false,"step":"submit"},"format":1,"kind":"AskOpened","seq":25}','caa35a5b520238e4d7993d74b09417489f552abb549bac73478910ece84c05d7');
INSERT INTO "events" VALUES('abababab',26,'abababab-certify-1','2026-03-02 09:00:25.000000','AskCancelled','{"at":"2026-03-02T09:00:25+00:00","case":"abababab","data":{"ask":"gone-1","run":"abababab-certify-1"},"format":1,"kind":"AskCancelled","seq":26}','8853a0c2b5b20cce3ae471d3f21637864c3e2a75073e7fea5c494cc4fd379dcc');
INSERT INTO "events" VALUES('abababab',27,'abababab-certify-1','2026-03-02 09:00:26.000000','StepIntended','{"at":"2026-03-02T09:00:26+00:00","case":"abababab","data":{"item":"","label":"提交审核","owner":"host|boot|2|2.0","round":1,"run":"abababab-certify-1","step":"submit"},"format":1,"kind":"StepIntended","seq":27}','bab9f401b67b1a13c40154d11d9d8c455707196348b4383bc1cd3981850cbabe');
INSERT INTO "events" VALUES('abababab',28,'abababab-certify-1','2026-03-02 09:00:27.000000','StepDone','{"at":"2026-03-02T09:00:27+00:00","case":"abababab","data":{"forms":[],"how":"readback","irreversible":true,"item":"","round":1,"run":"abababab-certify-1","screenshot":"","step":"submit","title":"提交审核"},"format":1,"kind":"StepDone","seq":28}','d8c869972493e157562b8aeda584d12379211ac0af403aad888de14fac16feb9');
INSERT INTO "events" VALUES('abababab',29,'abababab-certify-1','2026-03-02 09:00:28.000000','RunEnded','{"at":"2026-03-02T09:00:28+00:00","case":"abababab","data":{"look_at":"2026-03-12T09:00:00+00:00","reason":"等待审核","run":"abababab-certify-1","state":"review"},"format":1,"kind":"RunEnded","seq":29}','0f3bfbf77a0293bcb378d0a45ff3818068a850e71ce75cae0ea8fc7066896826');
INSERT INTO "events" VALUES('abababab',30,'abababab-certify-1','2026-03-02 09:00:29.000000','RoundOpened','{"at":"2026-03-02T09:00:29+00:00","case":"abababab","data":{"item":"","key":"0000000000000000000000000000000000000000000000000000000000000000","reason":"认证失败","reasons":[{"原因":"不清晰","字段":"营业执照"}],"round":2,"run":"abababab-certify-1"},"format":1,"kind":"RoundOpened","seq":30}','b2d5dd129cdd2abff15a6452638fe5e395f150643788db8f552961d3e2d5bfba');
INSERT INTO "events" VALUES('abababab',31,'abababab-certify-1','2026-03-02 09:00:30.000000','StepDone','{"at":"2026-03-02T09:00:30+00:00","case":"abababab","data":{"forms":[],"how":"operator","irreversible":true,"item":"","round":2,"run":"abababab-certify-1","screenshot":"","step":"submit","title":"提交审核"},"format":1,"kind":"StepDone","seq":31}','99e4463936cb5f164f3025981ac19725fd948440ada66d8ba3f0713f83f26c05');
INSERT INTO "events" VALUES('abababab',32,'abababab-certify-1','2026-03-02 09:00:31.000000','RunEnded','{"at":"2026-03-02T09:00:31+00:00","case":"abababab","data":{"look_at":null,"reason":"","run":"abababab-certify-1","state":"done"},"format":1,"kind":"RunEnded","seq":32}','542313bf2b609924f951ede4fa704f7a9fb53fedd808017c82dc3eab9d971482');
CREATE TABLE files (
	case_id VARCHAR(64) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	run_id VARCHAR(128) NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (case_id, sha256), 
	FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "files" VALUES('abababab','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','screenshot','abababab-certify-1','2026-03-02 09:00:07.000000');
CREATE TABLE rounds (
	run_id VARCHAR(128) NOT NULL, 
	item TEXT NOT NULL, 
	round INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	reason TEXT NOT NULL, 
	reasons JSON NOT NULL, 
	opened_at DATETIME NOT NULL, 
	PRIMARY KEY (run_id, item, round), 
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "rounds" VALUES('abababab-certify-1','',2,'0000000000000000000000000000000000000000000000000000000000000000','认证失败','[{"\u5b57\u6bb5": "\u8425\u4e1a\u6267\u7167", "\u539f\u56e0": "\u4e0d\u6e05\u6670"}]','2026-03-02 09:00:29.000000');
CREATE TABLE runs (
	id VARCHAR(128) NOT NULL, 
	case_id VARCHAR(64) NOT NULL, 
	flow VARCHAR(64) NOT NULL, 
	item TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	dry_run BOOLEAN NOT NULL, 
	reason TEXT NOT NULL, 
	look_at DATETIME, 
	started_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "runs" VALUES('abababab-certify-1','abababab','certify','','done','d2',1,'',NULL,'2026-03-02 09:00:01.000000','2026-03-02 09:00:31.000000','2026-03-02 09:00:31.000000');
CREATE TABLE steps (
	run_id VARCHAR(128) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	item TEXT NOT NULL, 
	round INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	irreversible BOOLEAN NOT NULL, 
	attempt INTEGER DEFAULT '0' NOT NULL, 
	intent_at DATETIME, 
	intent_owner TEXT, 
	intent_label TEXT, 
	how VARCHAR(16), 
	forms JSON DEFAULT '[]' NOT NULL, 
	screenshot VARCHAR(64) DEFAULT '' NOT NULL, 
	error TEXT DEFAULT '' NOT NULL, 
	started_at DATETIME, 
	done_at DATETIME, 
	seq INTEGER NOT NULL, 
	PRIMARY KEY (run_id, name, item, round), 
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "steps" VALUES('abababab-certify-1','company','',1,'企业信息','done',0,2,NULL,NULL,NULL,'act','["\u4f01\u4e1a\u4fe1\u606f"]','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','','2026-03-02 09:00:06.000000','2026-03-02 09:00:07.000000',8);
INSERT INTO "steps" VALUES('abababab-certify-1','submit','',1,'提交审核','done',1,1,'2026-03-02 09:00:26.000000','host|boot|2|2.0','提交审核','readback','[]','','','2026-03-02 09:00:08.000000','2026-03-02 09:00:27.000000',28);
INSERT INTO "steps" VALUES('abababab-certify-1','submit','',2,'提交审核','done',1,0,NULL,NULL,NULL,'operator','[]','','',NULL,'2026-03-02 09:00:30.000000',31);
CREATE UNIQUE INDEX one_open_run ON runs (case_id, flow, item) WHERE state != 'done';
CREATE INDEX runs_by_state ON runs (state, look_at);
CREATE INDEX runs_by_time ON runs (updated_at);
CREATE INDEX asks_by_run ON asks (run_id, "key");
CREATE INDEX asks_by_state ON asks (state, deadline);
CREATE INDEX ix_events_run_id ON events (run_id);
COMMIT;
