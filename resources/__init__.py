"""The provider directory; knows no person."""
