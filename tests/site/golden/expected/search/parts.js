digest.data("parts",[{"name":"c912e6b9be","papers":3,"first":"2023-02-07","last":"2023-02-08","shards":1,"size":16,"chunks":["c912e6b9be"]}]);
