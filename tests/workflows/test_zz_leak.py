import re
from django.test import Client
from rectification.enums import CaseStage
from tests.workflows.play import Play, user_of
import pytest

def crawl(who, start):
    c = Client(); c.force_login(user_of(who))
    seen, todo, out = set(), [start], {}
    while todo:
        u = todo.pop()
        if u in seen or len(seen) > 60: continue
        seen.add(u)
        r = c.get(u)
        body = b"".join(r.streaming_content) if r.streaming else r.content
        t = body.decode("utf8", "ignore")
        out[u] = (r.status_code, t)
        if r.status_code == 200 and "html" in r.headers.get("Content-Type", ""):
            for h in re.findall(r'href="(/[^"#]*)', t):
                if re.match(r"/(cases/|evidence/|orders/|act/|messages|done|week|months|copies|board|occasions/|draws|checks|deputies|$)", h):
                    todo.append(h.replace("&amp;", "&"))
    return out

@pytest.mark.parametrize("stage", [CaseStage.PLAN_REVIEW, CaseStage.FIRST_REVIEW, CaseStage.IN_NOTICE, CaseStage.CLOSED])
def test_names(play: Play, stage):
    town = play.town
    play.bring_to(CaseStage.RECTIFYING if stage != CaseStage.PLAN_REVIEW else CaseStage.PLAN_REVIEW)
    if stage != CaseStage.PLAN_REVIEW:
        play.issue_order()
        play.begin_change(); play.take("change_plan"); play.take("advise_change"); play.take("approve_change")
    play.bring_to(stage)
    names = [town.east.secretary.name, town.east.clerk.name, *[m.name for m in town.east.members]]
    for label, who in (("lg", town.lg), ("org", town.org), ("clk", town.east.clerk), ("pub", town.pub), ("gen", town.gen), ("dps", town.dps), ("dis0", town.dis[0]), ("pse", town.pse), ("west", town.west.secretary), ("lia", town.liaison)):
        pages = crawl(who, f"/cases/{play.case.pk}/") | crawl(who, "/") | crawl(who, "/messages/") | crawl(who, "/done/")
        st = pages[f"/cases/{play.case.pk}/"][0]
        for u, (s, t) in pages.items():
            hit = [n for n in names if n in t and n != who.name]
            if hit: print(stage, label, "case", st, u, s, hit, [t[max(0,t.index(hit[0])-120):t.index(hit[0])+40].replace("\n"," ")])
            if s >= 500: print("500", label, u)

@pytest.mark.parametrize("stage", [CaseStage.PLAN_REVIEW, CaseStage.FIRST_REVIEW, CaseStage.IN_NOTICE, CaseStage.CLOSED])
def test_member(play: Play, stage):
    town = play.town
    play.bring_to(stage, "M")
    owner = play.case.owner_person.name; title = play.case.title
    for label, who in (("lg", town.lg), ("org", town.org), ("clk", town.east.clerk), ("pub", town.pub), ("gen", town.gen), ("dps", town.dps), ("dis0", town.dis[0]), ("pse", town.pse), ("west", town.west.secretary), ("lia", town.liaison), ("mate", town.east.members[1])):
        pages = crawl(who, f"/cases/{play.case.pk}/") | crawl(who, "/") | crawl(who, "/messages/") | crawl(who, "/done/")
        st = pages[f"/cases/{play.case.pk}/"][0]
        for u, (s, t) in pages.items():
            hit = [n for n in (owner, title) if n in t]
            if hit: print(stage, label, "case", st, u, s, hit, [t[max(0,t.index(hit[0])-120):t.index(hit[0])+40].replace("\n"," ")])
            if s >= 500: print("500", label, u)
