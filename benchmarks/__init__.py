"""How much server time our pages take, always beside floors measured in the same run. Nothing here is a test."""
