"""FHIR's addresses under /fhir/, as the standard spells them: without a slash at the end."""

from __future__ import annotations

from django.urls import path

from athletes.api.fhir import views

urlpatterns = [
    path("metadata", views.MetadataView.as_view(), name="fhir_metadata"),
    path("Patient", views.PatientSearchView.as_view(), name="fhir_patients"),
    path("Patient/<int:athlete_id>", views.PatientView.as_view(), name="fhir_patient"),
    path("Patient/<int:athlete_id>/$everything", views.EverythingView.as_view(), name="fhir_everything"),
    path("CarePlan", views.CarePlanSearchView.as_view(), name="fhir_care_plans"),
    path("CarePlan/<int:enrollment_id>", views.CarePlanView.as_view(), name="fhir_care_plan"),
    path("ServiceRequest", views.ServiceRequestSearchView.as_view(), name="fhir_service_requests"),
    path(
        "ServiceRequest/<int:enrollment_id>-<int:prescription_id>",
        views.ServiceRequestView.as_view(),
        name="fhir_service_request",
    ),
    path("Observation", views.ObservationSearchView.as_view(), name="fhir_observations"),
    path("Observation/<slug:key>", views.ObservationView.as_view(), name="fhir_observation"),
]
