"""Page furniture: template tags, error pages, security headers, charts as SVG."""
