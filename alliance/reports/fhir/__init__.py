"""Sessions as HL7 FHIR R4 (4.0.1) resources."""
