"""What tests of this folder share: annotated articles in few words."""


def quote(content, id="q1", type="direct", cue=None, source=None, speaker=None, **more):
    return {"id": id, "type": type, "cue": cue, "content": content, "source": source, "speaker": speaker, **more}


def article(*quotes, id="a", islands=()):
    return {"id": id, "quotes": list(quotes), "islands": [{"span": span} for span in islands]}


def by_id(*articles):
    return {a["id"]: a for a in articles}
