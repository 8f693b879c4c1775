"""The enquiry."""

from django.urls import URLPattern, path

from hemvist.intake import views

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
