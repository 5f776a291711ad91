"""Milepost: publish learning roadmaps and keep each learner's progress on them.

A floor imports the floors below it, never a sibling that it does not list, never upward;
`tests/test_floors.py` checks it.

===== ========================= ===================================================== ==================
floor package                   duty                                                  may import
===== ========================= ===================================================== ==================
0     `config`                  settings from the environment, one frozen object      `language`
0     `language`                texts marked for translation, names of locales        Babel
1     `catalog`                 what there is to learn: parse, check, load, render    no Flask, no SQLAlchemy
1     `drawing`                 graph to shapes, SVG, PDF and PNG; outline to graph   `catalog`
1     `authoring`               an outline drawn, begun, taken over, compared         `catalog`, `drawing`
2     `db`                      SQLAlchemy base, naming, engine options               SQLAlchemy
3     `accounts`, `progress`    models, services, domain errors                       `db`, `language`
3     `search`                  which roadmaps and topics fit a query                 `catalog`
3     `syndication`             catalog to feeds and sitemap                          `catalog`
3     `exports`                 PDFs and pictures, generated once and cached          `catalog`, `drawing`
3     `mail`                    messages, and how they are sent                       `config`
4     `learning`                where content and progress meet: status, standing      `catalog`, `progress`,
                                                                                      `language`
5     `web`                     Flask, by what people see, over `web/site/`           all below
6     `app`, `cli`              `create_app()` that only wires; the commands          everything
===== ========================= ===================================================== ==================
"""
