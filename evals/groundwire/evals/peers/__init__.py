"""Other systems that read the same articles with the same model, to be measured beside Groundwire.

    peer = PlainInstructor(PeerEndpoint(base_url="http://127.0.0.1:8080/v1", api_key="none", model="some-model"))
    answer = await peer.extract(article)

* `plain_instructor`: one instructor call an article, as an analyst's script would make it.
* `langextract_peer`: google/langextract with few-shot examples; needs `groundwire[peers]`.

Both are told the same rules of the codebook (`rules`), counted at the same place (`tape`) and answer in the public form
(`answer`). Where an answer of theirs is not of that form, the mapping reads it as kindly as it can.
"""
