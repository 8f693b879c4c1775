"""The enquiry."""

from django.urls import URLPattern, path

from hemvist.intake import offer_pages, views

app_name = "intake"
urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("<uuid:public_id>/", views.resume, name="resume"),
    path("<slug:form>/", views.start, name="start_form"),
    path("<uuid:public_id>/check/", views.check, name="check"),
    path("<uuid:public_id>/receipt/", views.receipt, name="receipt"),
    path("<uuid:public_id>/later/", views.later, name="later"),
    path("<uuid:public_id>/<slug:step>/", views.step, name="step"),
]

offers = (
    [
        path("", offer_pages.offer_list, name="offer_list"),
        path("<int:pk>/", offer_pages.offer, name="offer"),
        path("<int:pk>/erase/", offer_pages.erase, name="erase"),
    ],
    "offers",
)
