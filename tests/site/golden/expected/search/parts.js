digest.data("parts",[{"name":"b000131a08","papers":3,"first":"2023-02-07","last":"2023-02-08","shards":1,"size":16,"chunks":["b000131a08"]}]);
