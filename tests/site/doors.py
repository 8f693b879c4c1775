"""Who gets what at every address: the one table of all doors of the site.

A line is an address, what goes into it, and who gets in. An address without a line fails the
tests, and so does a line without an address.
"""

from dataclasses import dataclass

from tests.site.world import NAMED, RESIDENT, ROLES, STRANGER, VISITORS

OUTSIDE = {STRANGER, RESIDENT}
STAFF = {*ROLES, NAMED}
HOSTS = {"host", "coordinator", NAMED}
ANSWERING = {*HOSTS, "citizen_services"}
DESK = {*ANSWERING, "service_point"}
REGISTER = {*ANSWERING, "auditor"}
COORDINATOR = {"coordinator"}
KEEPERS = {"editor", "coordinator"}
EDITING = {"coordinator", "editor"}
LOG = {"coordinator", "auditor"}
LISTS = {"coordinator", "editor"}


@dataclass(frozen=True)
class Door:
    """What is put into the address, and the status each visitor gets who asks to see it."""

    args: tuple[str, ...]
    answers: dict[str, int]
    may_act: frozenset[str] = frozenset(VISITORS)

    @property
    def visitors(self):
        """Those whose visits tell something: all, or a few where all staff get the same."""
        same = len({self.answers[who] for who in STAFF}) == 1
        return [STRANGER, RESIDENT, "host", "auditor"] if same else VISITORS


def everybody(*args, answer=200):
    """Public."""
    return Door(args, dict.fromkeys(VISITORS, answer))


def staff(*args, to=STAFF, answer=200, closed=403):
    """A page of staff: strangers are led to sign in, colleagues without the right get 403."""
    answers = {who: answer if who in to else closed for who in STAFF}
    return Door(args, {**answers, **dict.fromkeys(OUTSIDE, 302)}, frozenset(to))


def act(*args, to):
    """Something staff do with a button; there is nothing to see."""
    answers = {**dict.fromkeys(STAFF, 405), **dict.fromkeys(OUTSIDE, 302)}
    return Door(args, answers, frozenset(to))


def case(*args, to=DESK, knows=DESK):
    """A page of one case: 404 for those who may not know of it, 403 for those who may not act."""
    closed = {**dict.fromkeys(STAFF, 404), **dict.fromkeys(knows, 403)}
    answers = {**closed, **dict.fromkeys(to, 200), **dict.fromkeys(OUTSIDE, 302)}
    return Door(args, answers, frozenset(to))


def own_deed(*args):
    """A deed on many cases: its maker, here a coordinator; other hosts do not find it."""
    answers = {**dict.fromkeys(STAFF, 403), **dict.fromkeys(HOSTS, 404)}
    return Door(
        args, {**answers, "coordinator": 200, **dict.fromkeys(OUTSIDE, 302)}, frozenset(COORDINATOR)
    )


def own(*args, answer=200, outside=302, act=(RESIDENT,)):
    """A resident's own page: all others, staff too, are shown the way to a link."""
    answers = {**dict.fromkeys(VISITORS, outside), RESIDENT: answer}
    return Door(args, answers, frozenset(act))


def entrance(*args, inside=302):
    """A page for those who are not signed in yet."""
    return Door(args, {**dict.fromkeys(STAFF, inside), **dict.fromkeys(OUTSIDE, 200)})


DOORS = {
    # The public site
    "guide:start": everybody(),
    "guide:life": everybody(),
    "guide:life_area": everybody("life area"),
    "guide:compare": everybody(),
    "guide:map": everybody(),
    "guide:areas": everybody(),
    "guide:area": everybody("area"),
    "guide:places": everybody(),
    "guide:place": everybody("place"),
    "guide:accessibility": everybody(),
    "guide:privacy": everybody(),
    "search:find": everybody(),
    "search:suggest": everybody(),
    "vacancies:list": everybody(),
    "vacancies:vacancy": everybody("vacancy"),
    # The calendar
    "happenings:calendar": everybody(),
    "happenings:month": everybody("year", "month"),
    "happenings:happening": everybody("happening"),
    "happenings:one_file": everybody("happening"),
    "happenings:feed": everybody(),
    "calendar_editing:happenings": staff(to=EDITING),
    "calendar_editing:new": staff(to=EDITING),
    "calendar_editing:edit": staff("happening number", to=EDITING),
    "calendar_editing:cancel": act("happening number", to=EDITING),
    "calendar_editing:new_source": staff(to=EDITING),
    "calendar_editing:source": staff("calendar source", to=EDITING),
    "calendar_editing:paste": staff("calendar source", to=EDITING),
    # What one has saved: whoever has the number in the cookie has the list
    "favourites:mine": everybody(),
    "favourites:shared": everybody("shared list"),
    "favourites:take_over": everybody("shared list", answer=405),
    "favourites:offline": everybody(),
    "saved_worker": everybody(),
    "favourites:save": everybody(answer=405),
    "favourites:remove": everybody(answer=405),
    "favourites:put_back": everybody(answer=405),
    "favourites:note": everybody(answer=405),
    "favourites:move": everybody(answer=405),
    "favourites:share": everybody(answer=405),
    "favourites:forget": everybody(answer=405),
    "guide:page": everybody("page"),
    "media": everybody("picture", answer=404),  # none is put up in this world
    # The enquiry: no login; who has the draft's number has the draft
    "intake:start": everybody(),
    "intake:start_form": everybody("form"),
    "intake:resume": everybody("enquiry", answer=302),
    "intake:step": everybody("enquiry", "step"),
    "intake:check": everybody("enquiry", answer=302),  # to the first question not answered
    "intake:later": everybody("enquiry"),
    "intake:receipt": everybody("sent enquiry"),
    "sitemap": everybody(),
    "sitemap_part": everybody("map", answer=404),  # a small site has one map
    # Other systems
    "open_data": everybody(),
    "no_such_api": everybody("rest", answer=404),
    "hsds:api-root": everybody(),
    "hsds:openapi-json": everybody(),
    "hsds:services": everybody(),
    "hsds:service": everybody("service"),
    "hsds:organizations": everybody(),
    "hsds:organization": everybody("organization"),
    "hsds:service_at_locations": everybody(),
    "hsds:service_at_location": everybody("service at location"),
    "hsds:taxonomies": everybody(),
    "hsds:taxonomy": everybody("taxonomy"),
    "hsds:taxonomy_terms": everybody(),
    "hsds:taxonomy_term": everybody("term"),
    "hsds:profile": everybody(),
    "hsds:patch": everybody("kind of object"),
    "hsds:schemas": everybody(),
    "hsds:schema": everybody("kind of object"),
    "hsds:nothing": everybody("rest", answer=404),
    "api:api-root": everybody(),
    "api:openapi-json": everybody(),
    "api:api_info": everybody(),
    "api:areas": everybody(),
    "api:area": everybody("area"),
    "api:life_areas": everybody(),
    "api:places": everybody(),
    "api:place": everybody("place"),
    "api:happenings": everybody(),
    "api:happening": everybody("happening"),
    "api:jobs": everybody(),
    "api:job": everybody("vacancy"),
    "api:pages": everybody(),
    "api:page": everybody("page"),
    "api:nothing": everybody("rest", answer=404),
    "datasets:dcat": everybody(),
    "datasets:dcat_as": everybody("ending"),
    "datasets:areas_json": everybody(),
    "datasets:areas_csv": everybody(),
    "datasets:places_json": everybody(),
    "datasets:places_csv": everybody(),
    "datasets:happenings_json": everybody(),
    "datasets:jobs_json": everybody(),
    "datasets:happenings_csv": everybody(),
    "datasets:jobs_csv": everybody(),
    "datasets:pages_csv": everybody(),
    "datasets:pages_json": everybody(),
    "datasets:places_osm_json": everybody(answer=404),  # nothing is from there
    "datasets:places_osm_csv": everybody(answer=404),
    "datasets:nothing": everybody("rest", answer=404),
    # What any site has
    "core:appearance": everybody(),
    "core:design": everybody(),
    "core:favicon": everybody(answer=302),
    "core:health": everybody(),
    "core:manifest": everybody(),
    "core:robots": everybody(),
    "core:security_txt": everybody(),
    "core:set_language": everybody(answer=405),
    "core:stylesheet": everybody("readers", "theme", "hue", "look"),
    # A resident's own pages
    "portal:enter": own("own token", answer=302, outside=200, act=VISITORS),
    "portal:code": everybody("own token"),
    "portal:letters": everybody("letters token"),
    "portal:lost": everybody(),
    "portal:erased": everybody(),
    "portal:home": own(),
    "portal:write": own(),
    "portal:papers": own(),
    "portal:paper": own("file"),
    "portal:contact": own(),
    "portal:end_agreement": own("consent"),
    "portal:withdraw": own(),
    "portal:export": own(),
    "portal:export_file": own(),
    "portal:erase": own(),
    "portal:erase_sure": own(),
    "portal:read": own(answer=405, outside=405),
    "portal:leave": everybody(answer=405),
    # The desk
    "desk:home": staff(to=DESK),
    "desk:queue": staff(to=DESK),
    "desk:cases": staff(to=DESK),
    "desk:needs": staff(to=ANSWERING),
    "desk:team": staff(to=COORDINATOR),
    "desk:register": staff(to=REGISTER),
    "desk:extract": staff(to=REGISTER),
    "desk:extract_csv": staff(to=REGISTER),
    "desk:extract_pdf": staff(to=REGISTER),
    "desk:register_entry": staff("register number", to=REGISTER),
    "desk:waiting": staff(to=DESK),
    "desk:seen": act(to=DESK),
    "desk:digest": staff(to=ANSWERING),
    "desk:news": staff(to=DESK, answer=404),  # what is new where? it is asked with a page
    "bulk:saved_filters": staff(to=DESK),
    "bulk:save_filter": staff(to=DESK),
    "bulk:remove_filter": act("saved filter", to=COORDINATOR),
    "bulk:deeds": staff(to=HOSTS),
    "bulk:choose": act(to=HOSTS),
    "bulk:deed": own_deed("bulk deed"),
    "bulk:begin": act("bulk deed", to=COORDINATOR),
    "bulk:undo": act("bulk deed", to=COORDINATOR),
    "waves:waves": staff(to=HOSTS),
    "waves:new": staff(to=COORDINATOR),
    "waves:wave": staff("wave", to=HOSTS),
    "waves:find": act("wave", to=COORDINATOR),
    "waves:act": act("wave", to=COORDINATOR),
    "waves:end": act("wave", to=COORDINATOR),
    "bulk:tags": case("reference", to=HOSTS),
    "desk:leaving": staff("colleague", to=COORDINATOR),
    "desk:hours": staff(to=COORDINATOR),
    "desk:save_week": act(to=COORDINATOR),
    "desk:save_promises": act(to=COORDINATOR),
    "desk:day": staff(to=COORDINATOR),
    "desk:remove_day": act("calendar day", to=COORDINATOR),
    "desk:fill": act(to=COORDINATOR),
    # Who gets new cases
    "routing:rules": staff(to=COORDINATOR),
    "routing:draft": staff(to=COORDINATOR),
    "routing:trial": staff(to=COORDINATOR),
    "routing:drop": staff(to=COORDINATOR),
    "routing:rule": staff(to=COORDINATOR),
    "routing:line": act(to=COORDINATOR),
    "routing:publish": act(to=COORDINATOR),
    "routing:rule_set": staff("set of rules", to=COORDINATOR),
    "away:home": staff(to=HOSTS),
    "away:say": act(to=HOSTS),
    "away:handed": staff(to=HOSTS),
    "away:end": act("absence", to=HOSTS),
    "away:back": Door(
        ("absence",),
        {**staff(to={"host", "coordinator"}).answers, NAMED: 404},
        frozenset({"host", "coordinator"}),
    ),
    # Keeping the guide true
    "answers:answer_list": staff(to={*DESK, "editor"}),
    "check_in:answer": everybody("check-in token"),
    "follow_up:overview": staff(to=ANSWERING),
    "follow_up:moved_in": case("reference", to=ANSWERING),
    "follow_up:case": case("reference", to=ANSWERING),
    "follow_up:pause": act("reference", to=ANSWERING),
    "follow_up:resume": act("reference", to=ANSWERING),
    "follow_up:skip": act("reference", "check-in", to=ANSWERING),
    "follow_up:plan_again": act("reference", "check-in", to=ANSWERING),
    "follow_up:said": act("reference", "check-in", to=ANSWERING),
    "replies:template_list": staff(to=ANSWERING),
    "replies:new": staff(to=HOSTS),
    "replies:template": staff("reply template", to=ANSWERING),
    "replies:edit": staff("reply template", to=HOSTS),
    "replies:confirm": act("reply template", to=HOSTS),
    "replies:choose": case("reference", to=ANSWERING),
    "replies:use": act("reference", "reply template", to=ANSWERING),
    "answers:take_answer": act("page number", to=ANSWERING),
    "upkeep:hub": staff(to=KEEPERS),
    "upkeep:review_list": staff(to=KEEPERS),
    "upkeep:confirm": act("page number", to=KEEPERS),
    "upkeep:translation_list": staff(to=KEEPERS),
    "upkeep:translation": staff("page number", "into", to=KEEPERS),
    "upkeep:translation_file": staff("page number", "into", to=KEEPERS, answer=404),
    "useful:review": everybody("review token"),
    "search_desk:asked": staff(to=KEEPERS),
    "search_desk:concept": staff("concept", to=KEEPERS),
    "search_desk:switch_off": act("concept", "search term", to=KEEPERS),
    "upkeep:glossary": staff(to=KEEPERS),
    "upkeep:new_term": staff(to=KEEPERS),
    "upkeep:term": staff("glossary term", to=KEEPERS),
    "upkeep:remove_term": staff("glossary term", to=KEEPERS),
    "proposal:propose": everybody(),
    "proposal:proposed": everybody(),
    "upkeep:proposals": staff(to=KEEPERS),
    "upkeep:proposal": staff("happening proposal", to=KEEPERS),
    "upkeep:publish_proposal": act("happening proposal", to=KEEPERS),
    "upkeep:decline_proposal": act("happening proposal", to=KEEPERS),
    "upkeep:feedback_list": staff(to=KEEPERS),
    "upkeep:feedback": staff("feedback", to=KEEPERS),
    "upkeep:close_feedback": act("feedback", to=KEEPERS),
    "upkeep:reopen_feedback": act("feedback", to=KEEPERS),
    "upkeep:link_list": staff(to=KEEPERS),
    "upkeep:leave_link": act("outside link", to=KEEPERS),
    "upkeep:look_again": act("outside link", to=KEEPERS),
    "useful:report": everybody(),
    "useful:answer": everybody(answer=405),
    "useful:tell": everybody("feedback"),
    "useful:told": everybody("feedback"),
    # One case
    "desk:case": case("reference"),
    "casework:write": case("reference", to=ANSWERING),
    "casework:call": case("reference"),
    "casework:autosave": act("reference", to=ANSWERING),
    "casework:by_machine": act("reference", "message", to=set()),
    "casework:undo_message": act("reference", "leaving draft", to=ANSWERING),
    "casework:planned_message": case("reference", "leaving draft", to=ANSWERING),
    "casework:missed": case("reference", to=ANSWERING),
    "casework:note": case("reference"),
    "casework:next_step": case("reference", to=ANSWERING),
    "casework:pause": case("reference", to=ANSWERING),
    "casework:go_on": act("reference", to=ANSWERING),
    "casework:new_need": case("reference", to=ANSWERING),
    "casework:need": case("reference", "need", to=ANSWERING),
    "casework:new_fact": case("reference", to=ANSWERING),
    "casework:fact": case("reference", "fact", to=ANSWERING),
    "casework:new_task": case("reference"),
    "casework:task": case("reference", "task"),
    "casework:done": act("reference", "task", to=DESK),
    "casework:undo": act("reference", "task", to=DESK),
    "casework:read": act("reference", "mention", to=ANSWERING),
    "casework:presence": act("reference", to=DESK),
    "casework:household": case("reference"),
    "casework:new_member": case("reference", to=ANSWERING),
    "casework:member": case("reference", "member", to=ANSWERING),
    "casework:left": case("reference", "member", to=ANSWERING),
    "casework:back": case("reference", "member", to=ANSWERING),
    "casework:contact_person": case("reference", "member", to=ANSWERING),
    "casework:track": case("reference", "member", to=ANSWERING),
    "casework:end_track": act("reference", "member", to=ANSWERING),
    "documents:files": case("reference", to=ANSWERING),
    "documents:file": case("reference", "file", to=ANSWERING),
    "casework:assign": case("reference", to=HOSTS),
    "casework:close": case("reference", to=HOSTS),
    "registration:people_lists": staff(to=HOSTS),
    "registration:people_list": staff("people list", to=HOSTS),
    "registration:meaning": staff("people list", to=HOSTS),
    "registration:take_back": staff("people list", to=HOSTS),
    "registration:bring_in": act("people list", to=HOSTS),
    "registration:drop": act("people list", to=HOSTS),
    "inbox:list": staff(to=ANSWERING),
    "inbox:mail": staff("mail", to=ANSWERING),
    "inbox:see_to_letter": act("failed letter", to=ANSWERING),
    "inbox:of_message": staff("mail message", to=ANSWERING, answer=302),
    "inbox:part": staff("mail", "mail part", to=ANSWERING),
    "inbox:enquiry": staff("mail", to=ANSWERING),
    "inbox:attach": act("mail", to=ANSWERING),
    "inbox:not_ours": act("mail", to=ANSWERING),
    "inbox:undo": act("mail", to=ANSWERING),
    "registration:register": staff(to=DESK),
    "registration:same": act(to=DESK),
    "registration:receipt": staff("registration key", to=DESK),
    "merging:choose": case("reference", to=HOSTS),
    "merging:merge": case("reference", "other reference", to=HOSTS),
    "merging:divide": case("reference", to=HOSTS),
    "merging:apart": act("reference", "other reference", to=HOSTS),
    "merging:duplicates": staff(to=HOSTS),
    "merging:regrouping": staff("regrouping", to=HOSTS),
    "merging:undo": staff("regrouping", to=HOSTS),
    "merging:confirm": act("regrouping", to=HOSTS),
    "casework:take": act("reference", to=HOSTS),
    "casework:release": act("reference", to=HOSTS),
    "casework:reopen": act("reference", to=HOSTS),
    # Forms, and the draft of one
    "forms:form_list": staff(to=COORDINATOR),
    "forms:new": staff(to=COORDINATOR),
    "forms:bring_in": staff(to=COORDINATOR),
    "forms:copy": staff("form", "form number", to=COORDINATOR),
    "forms:fetch": staff("form", "form number", to=COORDINATOR),
    "forms:form": staff("form", to=COORDINATOR),
    "forms:retire": staff("form", to=COORDINATOR),
    "forms:begin": act("form", "form number", to=COORDINATOR),
    "forms:compare": staff("form", "form number", to=COORDINATOR),
    "forms:preview": staff("form", "form number", "into", to=COORDINATOR),
    "forms:draft": staff("form", to=COORDINATOR),
    "forms:publish": act("form", to=COORDINATOR),
    "forms:confirm": act("form", to=COORDINATOR),
    "forms:drop": staff("form", to=COORDINATOR),
    "forms:texts": staff("form", to=COORDINATOR),
    "forms:new_section": staff("form", to=COORDINATOR),
    "forms:section": staff("form", "form section", to=COORDINATOR),
    "forms:move_section": act("form", "form section", to=COORDINATOR),
    "forms:remove_section": staff("form", "form section", to=COORDINATOR),
    "forms:new_question": staff("form", "form section", to=COORDINATOR),
    "forms:question": staff("form", "step", to=COORDINATOR),
    "forms:move": act("form", "step", to=COORDINATOR),
    "forms:remove": staff("form", "step", to=COORDINATOR),
    # What looks like spam
    "suspected:suspected": staff(to=HOSTS),
    "suspected:judge": act("suspected enquiry", to=HOSTS),
    "suspected:undo": act("suspected enquiry", to=HOSTS),
    # Offers of help
    "offers:offer_list": staff(to=HOSTS),
    "offers:offer": staff("offer", to=HOSTS),
    "offers:erase": staff("offer", to=HOSTS),
    # Texts that came in
    "texts:unsorted": staff(to=ANSWERING),
    "texts:give": act("text", to=ANSWERING),
    "texts:aside": act("text", to=ANSWERING),
    "texts:undo": act("text", to=ANSWERING),
    "hooks:incoming": everybody(answer=405),
    "hooks:report": everybody(answer=405),
    # Referrals
    "referrals:choose_function": case("reference", to=HOSTS),
    "referrals:refer": case("reference", "function", to=HOSTS),
    "referrals:withdraw": case("referral", to=HOSTS, knows={*DESK, "receiver"}),
    "referrals:inbox": staff(to={"receiver"}),
    "referrals:show": case("referral", to={"receiver"}),
    "referrals:answer": everybody("answer token"),
    "referrals:functions": staff(to=COORDINATOR),
    "referrals:new_function": staff(to=COORDINATOR),
    "referrals:edit_function": staff("function", to=COORDINATOR),
    # Places and those who answer for them
    "keeper:place": everybody("keeper token"),
    "keeping:overview": staff(to=KEEPERS),
    "keeping:keeper": staff("place", to=KEEPERS),
    "keeping:check": act("place", to=KEEPERS),
    "keeping:proposal": staff("proposal", to=KEEPERS),
    # Lists from elsewhere
    "importing:sources": staff(to=LISTS),
    "importing:choose_kind": staff(to=LISTS),
    "importing:new_source": staff("kind of source", to=LISTS),
    "importing:source": staff("source", to=LISTS),
    "importing:edit_source": staff("source", to=LISTS),
    "importing:take_out": staff("source", to=LISTS),
    "importing:show": staff("list", to=LISTS),
    "importing:understand": staff("list", to=LISTS),
    "importing:kinds": staff("list", to=LISTS),
    "importing:bring_in": act("list", to=LISTS),
    "importing:drop": act("list", to=LISTS),
    "importing:undo": staff("done list", to=LISTS),
    # Where enquiries come from
    "employers:sources": staff(to=COORDINATOR),
    "employers:new_source": staff(to=COORDINATOR),
    "employers:source": staff("source code", to=COORDINATOR),
    "employers:poster": staff("source code", to=COORDINATOR),
    "employers:picture": staff("source code", "into", to=COORDINATOR),
    "employers:employers": staff(to=COORDINATOR),
    "employers:new_employer": staff(to=COORDINATOR),
    "employers:employer": staff("employer number", to=COORDINATOR),
    # Staff and the log
    "accounts:staff": staff(to=COORDINATOR),
    "accounts:invite": staff(to=COORDINATOR),
    "accounts:person": staff("colleague", to=COORDINATOR),
    "accounts:remove_second_factor": staff("colleague", to=COORDINATOR),
    "accounts:send_link": act("colleague", to=COORDINATOR),
    "accounts:let_in": act("colleague", to=COORDINATOR),
    "accounts:reactivate": act("former colleague", to=COORDINATOR),
    "accounts:start": staff(answer=302),
    "accounts:welcome": staff(),
    "audit:log": staff(to=LOG),
    "audit:export": staff(to=LOG),
    # Signing in
    "account_login": entrance(),
    "account_signup": entrance(),
    "account_logout": staff(),
    "account_inactive": everybody(),
    "account_reauthenticate": staff(),
    "account_change_password": staff(),
    "account_set_password": staff(answer=302),
    "account_reset_password": everybody(),
    "account_reset_password_done": everybody(),
    "account_reset_password_from_key": everybody("uid", "key"),
    "account_reset_password_from_key_done": everybody(),
    "usersessions_list": staff(),
    "mfa_index": staff(),
    "mfa_list_webauthn": staff(),
    "mfa_activate_totp": staff(answer=302),
    "mfa_add_webauthn": staff(answer=302),
    "mfa_authenticate": everybody(answer=302),
    "mfa_deactivate_totp": staff(answer=404),
    "mfa_download_recovery_codes": staff(answer=404),
    "mfa_view_recovery_codes": staff(answer=404),
    "mfa_edit_webauthn": staff("key number", answer=302),
    "mfa_remove_webauthn": staff("key number", answer=302),
    "mfa_generate_recovery_codes": staff(answer=302),
    "mfa_login_webauthn": everybody(answer=302),
    "mfa_reauthenticate": staff(answer=302),
    "mfa_reauthenticate_webauthn": staff(answer=302),
    # Only in a demo
    "demo:mailbox": everybody(),
    "demo:telephones": everybody(),
    "demo:answer_by_text": everybody(answer=405),
    "demo:say_arrived": everybody(answer=405),
    "demo:write_mail": everybody(answer=405),
    "demo:answer_by_mail": everybody("letter", answer=405),
    "demo:send_back": everybody("letter", answer=405),
    "demo:letter": everybody("kind of letter", "letter", answer=404),
}

# Forms on pages that are the same for everybody hold no token. They change only what the sender's
# own cookie holds, and are taken when the browser says that they come from here.
FROM_OUR_PAGES = {name for name in DOORS if name.startswith("favourites:")}
FROM_OUR_PAGES -= {"favourites:mine", "favourites:shared", "favourites:offline"}
# A form that is sent again days later, from a page kept on a telephone, has lost its token. It
# needs no login, and the number of the draft in its address is nobody else's to know.
WITHOUT_TOKEN = FROM_OUR_PAGES | {name for name in DOORS if name.startswith("intake:")}
# Gives nothing away and stands on pages that are kept for everybody.
# A link in a letter is the token.
WITHOUT_TOKEN |= {"useful:answer", "useful:tell", "useful:review"}
WITHOUT_TOKEN |= {"useful:answer", "useful:tell"}
# A mail program presses its button without ever seeing the page (RFC 8058).
WITHOUT_TOKEN |= {"portal:letters"}
# The SMS service calls, which has no page of ours; it shows a secret.
WITHOUT_TOKEN |= {"hooks:incoming", "hooks:report"}
# Nothing can be changed there, whoever asks: tests/api/test_doors.py.
WITHOUT_TOKEN |= {
    name for name in DOORS if name.startswith(("hsds:", "api:", "datasets:", "no_such_api"))
}
WITHOUT_TOKEN |= {"useful:answer", "useful:report", "useful:tell", "proposal:propose"}
