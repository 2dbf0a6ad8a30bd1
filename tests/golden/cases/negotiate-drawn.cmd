negotiate --numbers drawn --sessions 50 --protocol stacked --strategy conceder --strategy italy=micro scenarios/locarno.json
