"""The pipeline from an article to its records; knows neither HTTP server nor settings.

    model = OpenAIModel(Endpoint(base_url=…, api_key=…, model=…, identity=…), RetryPolicy())
    extraction = await Extractor(Reader(model), DiskCache(folder)).extract(ExtractRequest(text=text))

Import from the modules: `extractor` is the way in, `docs/architecture.md` the map.
"""
