digest.data("parts",[{"name":"fdc0cb7503","papers":3,"first":"2023-02-07","last":"2023-02-08","shards":1,"size":16,"chunks":["fdc0cb7503"]}]);
