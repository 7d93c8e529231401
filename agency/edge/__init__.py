"""Where browsers and programs meet the house: admission, forms, errors, words on pages."""
