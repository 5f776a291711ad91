"""Milepost: publish learning roadmaps and keep each learner's progress on them.

A floor imports the floors below it, never a sibling that it does not list, never upward;
`tests/test_floors.py` checks it.

===== ========================= ===================================================== ==================
floor package                   duty                                                  may import
===== ========================= ===================================================== ==================
0     `config`                  settings from the environment, one frozen object      `setting_values`,
                                                                                      `provider_settings`
0     `provider_settings`       the sites by which people may sign in                 `setting_values`
0     `setting_values`          what a setting may be, and what was expected          `language`
0     `request_ids`             the id of the request that a thread works for           nothing
0     `language`                texts marked for translation, names of locales        Babel
0     `sealing`                 secrets that are stored encrypted, and read again     no Flask, no SQLAlchemy
1     `catalog`                 what there is to learn: parse, check, load, render    no Flask, no SQLAlchemy
1     `drawing`                 graph to shapes, SVG, PDF and PNG; outline to graph   `catalog`
1     `authoring`               one module for each verb of `flask content …`         `catalog`, `drawing`
2     `db`                      SQLAlchemy base, naming, engine options               SQLAlchemy
3     `accounts`, `progress`    models, services, domain errors                       `db`, `language`,
                                                                                      `sealing`
3     `search`                  which roadmaps and topics fit a query                 `catalog`
3     `syndication`             catalog to feeds and sitemap                          `catalog`
3     `exports`                 PDFs and pictures, generated once and cached          `catalog`, `drawing`
3     `jobs`                    background work that is kept in the database          `db`, `request_ids`
3     `mail`                    messages, and how they are sent                       `config`, `jobs`,
                                                                                      `sealing`
3     `providers`               signing in at another site: OpenID Connect, GitHub    `provider_settings`
4     `learning`                where content and progress meet: status, standing      `catalog`, `progress`,
                                                                                      `language`
4     `habits`                  days, streaks, plans, and the weekly mail's contents  `accounts`, `catalog`,
                                                                                      `db`, `language`,
                                                                                      `learning`, `progress`
4     `doctor`                  looks a site over, and says what to do                `accounts`, `catalog`,
                                                                                      `config`, `db`, `jobs`,
                                                                                      `providers`
4     `backups`                 the whole site in a file, and in another database     `accounts`, `config`,
                                                                                      `db`, `jobs`, `progress`
4     `portability`             a learner's data as a whole: export, import, deletion  `accounts`, `db`,
                                                                                      `habits`, `jobs`,
                                                                                      `language`, `learning`,
                                                                                      `mail`, `progress`
4     `operators`               what operators read about learners and use          `accounts`, `db`,
                                                                                      `progress`
5     `web`                     Flask, by what people see, over `web/site/`           all below
6     `app`, `cli`              `create_app()` that only wires; the commands          everything
===== ========================= ===================================================== ==================

Glossary
--------

roadmap
    What there is to learn for a role or a skill: a folder of `content/roadmaps/`, read into a `Roadmap`.
node
    A box, text or line of a map's graph, as the public format has it.
topic
    A node that learners mark, with its text and resources. Its id never changes.
resource
    A link for learning at the end of a topic's text, with a type such as article or video.
outline
    The nested list of a roadmap's topics: from its outline file, or inferred from the map's coordinates.
map
    The drawing of a roadmap's graph; its links lie over the drawing as ordinary HTML.
main path
    The line through the main topics of a map, from the top to the foot.
section
    A main topic or heading with everything below it in the outline; pages say how much of it is done.
demand
    What has to be done to finish a roadmap or a section: all that is required, and enough of each choice.
choice
    A group of which its author says how many topics are enough (`chooseOne`); the others are optional.
optional
    A topic that may be left out: its author says so, or enough of its choice is done.
route
    What is missing on the way to a topic that somebody wants to learn, in order (`learning/routes.py`).
equals
    Topics of several roadmaps that are one skill, by an author's `same` or in trees by id and label.
milestone
    The sign on a map that stands where a learner is: at the next topic, or at the end.
walked
    What of the main path lies behind a learner (`learning/main_path.py`).
sign
    A small picture beside a word: of a status, or of what an author recommends.
ledger
    What became of topics of a roadmap, as its authors say: the file `changes.yaml` beside the map.
fate
    What became of one topic that is no longer on its map, followed through the ledgers (`catalog/fates.py`).
twin
    One of two identical nodes that lie exactly upon each other. They are one topic; marks are set on both.
finding
    An error, a warning or a note of `content check`: the file, the place, what is wrong and what to do.
catalog
    All roadmaps that are served, immutable and in memory; a reload replaces it as a whole.
learner
    Whoever carries marks. What proves who they are (account, password, session) stands beside it.
guest
    A learner without an account, whom a browser's cookie names: made at the first mark, never by reading.
provider
    Another site by which people may sign in, such as Google or a company's own (`OIDC_…` in the settings).
identity
    Who somebody is at a provider. It signs in to the account that it is connected to.
visitor
    Whoever asks for a page. Of an unknown one nothing is kept, and all unknown ones get the same bytes.
status
    What a topic is for a learner: not started, learning, done or skipped (`learning/status.py`).
mark
    A learner's status on a topic, as a row of the database. A topic without one is not started.
act
    One thing that a learner did, of one or many events. It can be undone; its key makes a replay harmless.
event
    One change of one mark by an act. Events are only added, so that they are the learner's history.
streak
    Days in a row with something learnt, by the learner's own days; days of rest are passed over.
plan
    From which day on, and how many minutes a week, a learner wants to learn a roadmap, or a route on it.
record
    A record of completion: a page with a code that says what a learner finished, and when.
key
    The name under which the marks on a roadmap are stored, whatever its slug becomes (`progress/naming.py`).
deed
    Something that administrators do to an account, such as disabling it, by a page or a command.
announcement
    The version of the content that one machine has begun to serve, for the others to follow.
claim
    An address that an account names, although nobody has verified it and another account names it too.
job
    Background work, such as a mail to be sent; a row of the database until it is done.
lease
    The time for which a job is one worker's; when it has ended, another worker does the job.
panel
    The part of a wide page in which a topic opens beside its map.
fragment
    The smallest piece of a page that HTMX replaces; its template's name begins with an underscore.
page cache
    The rendered pages for unknown visitors, stored compressed until the content changes.
Services
    The typed object that gives a request the settings, the catalog and the generated files.
unit of work
    `with writing(session)`: one transaction, committed at the end and rolled back on any error.
"""
