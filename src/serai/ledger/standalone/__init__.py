"""`verify_receipt.py`: one file to copy to a machine that has never heard of Serai."""
