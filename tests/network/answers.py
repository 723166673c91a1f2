"""Answers in the forms of the three providers, made up here."""

from __future__ import annotations

from typing import Any


def nominatim(**changed: object) -> dict[str, Any]:
    """A city, as `/search?format=json&addressdetails=1&extratags=1` tells it."""
    return {
        "place_id": 77,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
        "osm_type": "relation",
        "osm_id": 4711,
        "lat": "36.34",
        "lon": "43.13",
        "class": "boundary",
        "type": "administrative",
        "place_rank": 16,
        "importance": 0.55,
        "addresstype": "city",
        "name": "Mosul",
        "display_name": "Mosul, Mosul District, Nineveh, Iraq",
        "boundingbox": ["36.24", "36.44", "43.03", "43.23"],
        "address": {
            "city": "Mosul",
            "county": "Mosul District",
            "state": "Nineveh",
            "ISO3166-2-lvl4": "IQ-NI",
            "country": "Iraq",
            "country_code": "iq",
        },
        "extratags": {"population": "1800000", "linked_place": "city"},
    } | changed


def photon(**changed: object) -> dict[str, Any]:
    """A feature of `/api`."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [43.13, 36.34]},
        "properties": {
            "osm_type": "R",
            "osm_id": 4711,
            "osm_key": "place",
            "osm_value": "city",
            "type": "city",
            "name": "Mosul",
            "county": "Mosul District",
            "state": "Nineveh",
            "country": "Iraq",
            "countrycode": "IQ",
            "extent": [43.03, 36.44, 43.23, 36.24],
        }
        | changed,
    }


def pelias(**changed: object) -> dict[str, Any]:
    """A feature of `/v1/search`."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [43.13, 36.34]},
        "bbox": [43.03, 36.24, 43.23, 36.44],
        "properties": {
            "gid": "whosonfirst:locality:4711",
            "layer": "locality",
            "name": "Mosul",
            "county": "Mosul District",
            "region": "Nineveh",
            "country": "Iraq",
            "country_code": "IQ",
            "label": "Mosul, Iraq",
        }
        | changed,
    }


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    """Features, as Photon and Pelias send them."""
    return {"type": "FeatureCollection", "features": list(features)}
