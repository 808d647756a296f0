"""The demo township 松澜镇: invented people, and cases driven through the real procedure."""
