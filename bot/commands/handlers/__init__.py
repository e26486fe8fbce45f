"""What each command does. `bot.commands.catalogue` lists the modules."""
