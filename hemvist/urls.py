"""Every address of the site.

What the public reads has its language in the address; the staff's pages use the reader's own.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from hemvist.api.views import open_data
from hemvist.casework import urls as casework
from hemvist.favourites.views import worker as saved_worker
from hemvist.follow_up import urls as follow_up
from hemvist.guide.editing import editor_addresses
from hemvist.guide.media import media
from hemvist.guide.views import sitemap, sitemap_part
from hemvist.intake import urls as intake
from hemvist.keeping import urls as keeping
from hemvist.routing import urls as routing
from hemvist.search import urls as search
from hemvist.texts import urls as texts
from hemvist.upkeep import urls as upkeep
from hemvist.writing import urls as writing

handler400 = "hemvist.api.problems.bad_request"
handler403 = "hemvist.core.errors.forbidden"
handler404 = "hemvist.api.problems.not_found"
handler500 = "hemvist.api.problems.server_error"

# What one does to one case; writing knows files and stands above casework.
OF_A_CASE = ([*casework.urlpatterns, *writing.urlpatterns], "casework")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hemvist.core.urls")),
    path("", include("hemvist.api.urls")),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemap_part, name="sitemap_part"),
    path("saved-pages.js", saved_worker, name="saved_worker"),
    path("desk/", include("hemvist.replies.urls")),
    path("desk/", include("hemvist.follow_up.urls")),
    path("desk/", include("hemvist.desk.urls")),
    path("desk/", include("hemvist.merging.urls")),
    path("desk/", include("hemvist.registration.urls")),
    path("desk/search/", include(search.staff)),
    path("desk/upkeep/", include("hemvist.upkeep.urls")),
    path("desk/routing/", include("hemvist.routing.urls")),
    path("desk/inbox/", include("hemvist.inbox.urls")),
    path("desk/away/", include(routing.leave)),
    path("desk/waves/", include("hemvist.waves.urls")),
    path("desk/many/", include("hemvist.bulk.urls")),
    path("desk/sources/", include("hemvist.employers.urls")),
    path("desk/forms/", include(intake.forms)),
    path("desk/suspected/", include(intake.suspected)),
    path("desk/texts/", include("hemvist.texts.urls")),
    path("hooks/texts/", include(texts.called)),
    path("desk/offers/", include(intake.offers)),
    path("desk/answers/", include(upkeep.answers)),
    path("desk/cases/<str:reference>/", include(OF_A_CASE)),
    path("desk/cases/<str:reference>/files/", include("hemvist.documents.urls")),
    path("desk/places/", include("hemvist.keeping.urls")),
    path("keeper/", include(keeping.public)),
    path("desk/imports/", include("hemvist.importing.urls")),
    path("audit/", include("hemvist.audit.urls")),
    path("staff/", include("hemvist.accounts.urls")),
    path("accounts/", include("hemvist.accounts.signing_in")),
    path("referrals/", include("hemvist.referrals.urls")),
    path("editor/", include(editor_addresses())),
    path("media/<path:name>", media, name="media"),
    path("desk/calendar/", include("hemvist.happenings.editing_urls")),
]
if not settings.PRODUCTION:
    urlpatterns += [path("demo/", include("hemvist.demo.urls"))]
urlpatterns += i18n_patterns(
    path("enquiry/", include("hemvist.intake.urls")),
    path("search/", include("hemvist.search.urls")),
    path("my/", include("hemvist.portal.urls")),
    path("how-is-it/", include(follow_up.public)),
    path("jobs/", include("hemvist.vacancies.urls")),
    path("calendar/propose/", include(upkeep.proposing)),
    path("calendar/", include("hemvist.happenings.urls")),
    path("saved/", include("hemvist.favourites.urls")),
    path("useful/", include(upkeep.public)),
    path("open-data/", open_data, name="open_data"),
    path("", include("hemvist.guide.urls")),
)
