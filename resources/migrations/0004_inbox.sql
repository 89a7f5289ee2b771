-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The inbox: what fires before what is over, facets and words found among a million alerts. The intake's transaction pays
-- for one narrow index, and only when something recovers; a follower fills the rest within a second.

CREATE INDEX alert_over ON alert (id) WHERE status <> 'firing'
--;
-- The values by which the inbox can be filtered. facet: source, service, data centre, severity.
CREATE TABLE alert_facet (id {id}, facet TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (facet, value))
--;
-- Words and facets of alerts by alert.id, as models/alerts/alertwords.h writes them. Those that fire stand apart: they
-- come first in every list, are few, and move over when they end. What has moved is never changed again, so its text is
-- not kept a second time. Of what is over, every beginning of a word is in SQLite's index: otherwise the first letter that
-- somebody types would gather each alert of each word that begins so. Among the few that fire that is quickly done, and a
-- storm has no time for more.
--sqlite
CREATE VIRTUAL TABLE alert_firing_words USING fts5 (
    words, detail = none, columnsize = 0, tokenize = "ascii tokenchars '~'")
--;
--sqlite
CREATE VIRTUAL TABLE alert_over_words USING fts5 (
    words, content = '', prefix = '1 2 3 4 5 6 7 8 9 10 11', detail = none, columnsize = 0,
    tokenize = "ascii tokenchars '~'")
--;
--postgresql
CREATE TABLE alert_firing_words (rowid {int64} NOT NULL PRIMARY KEY, words tsvector NOT NULL)
--;
--postgresql
CREATE INDEX alert_firing_words_words ON alert_firing_words USING gin (words)
--;
--postgresql
CREATE TABLE alert_over_words (rowid {int64} NOT NULL PRIMARY KEY, words tsvector NOT NULL)
--;
--postgresql
CREATE INDEX alert_over_words_words ON alert_over_words USING gin (words)
--;
-- The follower reads every alert as it is now, so of the ends only those that are still to come.
INSERT INTO follow_cursor (follower, position) SELECT 'inbox ends', COALESCE(max(id), 0) FROM alert_event
