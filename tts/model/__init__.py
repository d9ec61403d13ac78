"""The words between the floors: article, document, programme, script and episode."""
