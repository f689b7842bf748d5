-- Place of a migration that is being made elsewhere.
SELECT 1;
