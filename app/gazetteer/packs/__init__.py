"""Gazetteer packs: the reader's own gazetteers, made from GeoNames dumps, tables, GeoJSON, KML and Linked Places."""
