"""What the assistant does besides fixed replies: ordinary rasa-sdk actions, one noun each."""
