digest.data("fdc0cb7503-names",{"author":"Ada Lovelace\nAda Lovelace\tAlan Turing\n张三\tAda Lovelace","affiliation":"\nBletchley\t某大学\tAnalytical Engine\n"});
